import type { KubernetesObject } from '../cluster/cluster.ts';
import type { JsonObject } from '../core/json.ts';
import { excerpt } from '../core/visible.ts';
import type { ProbeContext } from './exec.ts';
import { objectsAt, textAt } from './read-object.ts';

/** Why a pod is not ready, in one sentence: its container's state, else its last warning, else its condition. Empty when it is ready. */
export const explainPod = async (context: ProbeContext, pod: KubernetesObject): Promise<string> => {
  const { name } = pod.metadata;
  if (pod.metadata['deletionTimestamp']) return `Pod ${name} is being deleted.`;
  const state = containerTrouble(pod);
  if (state) return `Pod ${name}: ${state}.`;
  const ready = objectsAt(pod, 'status', 'conditions').find((condition) => condition['type'] === 'Ready');
  if (ready?.['status'] === 'True') return '';
  const warning = await lastWarning(context, 'Pod', pod);
  if (warning) return `Pod ${name}: ${warning}`;
  const message = excerpt(textAt(ready, 'message'), 200);
  return message ? `Pod ${name}: ${message}.` : `Pod ${name} is ${textAt(pod, 'status', 'phase') || 'not running'}.`;
};

/** "waiting: ImagePullBackOff" of the first container that is not running. */
const containerTrouble = (pod: KubernetesObject): string => {
  const statuses = [
    ...objectsAt(pod, 'status', 'initContainerStatuses'),
    ...objectsAt(pod, 'status', 'containerStatuses'),
  ];
  for (const status of statuses) {
    const reason = textAt(status, 'state', 'waiting', 'reason');
    const usual = reason === '' || reason === 'ContainerCreating' || reason === 'PodInitializing';
    const message = excerpt(textAt(status, 'state', 'waiting', 'message'), 200);
    if (!usual) return `container ${textAt(status, 'name')} is waiting, ${reason}${message && ` (${message})`}`;
    const ended = textAt(status, 'state', 'terminated', 'reason');
    if (ended !== '' && ended !== 'Completed') return `container ${textAt(status, 'name')} ended, ${ended}`;
  }
  return '';
};

const timeOf = (event: JsonObject): string =>
  textAt(event, 'lastTimestamp') || textAt(event, 'eventTime') || textAt(event, 'metadata', 'creationTimestamp');

/** What the last Warning event about an object says; empty when there is none. */
export const lastWarning = async (
  { cluster: { api }, signal }: ProbeContext,
  kind: string,
  { metadata: { name, namespace } }: KubernetesObject,
): Promise<string> => {
  const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name},type=Warning`;
  const query = { apiVersion: 'v1', kind: 'Event', fieldSelector, ...(namespace !== undefined && { namespace }) };
  const { items } = await api.list(query, signal);
  const last = items
    .filter((event) => textAt(event, 'involvedObject', 'name') === name && event['type'] === 'Warning')
    .filter((event) => textAt(event, 'involvedObject', 'kind') === kind)
    .sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1))[0];
  return excerpt(textAt(last, 'message'), 200);
};
