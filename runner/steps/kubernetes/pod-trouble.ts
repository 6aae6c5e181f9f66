import type { KubernetesObject } from '../../cluster/cluster.ts';
import { isObject, type JsonObject, type JsonValue, valueAt } from '../../core/json.ts';
import type { StepContext } from '../step.ts';
import { conditionsOf } from './readiness.ts';
import { selectorOf } from './selection.ts';

/**
 * Why a pod is not ready, in the words of the scheduler and the kubelet, or undefined when it is ready. `probeMessage`
 * is what the kubelet said of its last failed probe (an event).
 * https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/
 */
export const whyNotReady = (pod: KubernetesObject, probeMessage?: string): string | undefined => {
  if (pod.metadata['deletionTimestamp']) return 'it is being deleted';
  const conditions = conditionsOf(pod);
  if (conditions.some((each) => each['type'] === 'Ready' && each['status'] === 'True')) return undefined;
  const unscheduled = conditions.find((each) => each['type'] === 'PodScheduled' && each['status'] === 'False');
  if (unscheduled)
    return `it cannot be scheduled: ${text(unscheduled['message']) ?? text(unscheduled['reason']) ?? 'no reason given'}`;
  const phase = text(valueAt(pod, ['status', 'phase']));
  if (phase === 'Succeeded' || phase === 'Failed') return `it has ended (${phase})`;
  for (const container of [...statusesOf(pod, 'initContainerStatuses'), ...statusesOf(pod, 'containerStatuses')]) {
    const why = containerTrouble(container, probeMessage);
    if (why) return why;
  }
  const gate = conditions.find((each) => each['status'] !== 'True' && !builtIn.has(text(each['type']) ?? ''));
  if (gate) return `its readiness gate ${gate['type']} is ${gate['status']}`;
  return `its phase is ${phase ?? 'unknown'}`;
};

const builtIn = new Set([
  'Ready',
  'ContainersReady',
  'PodScheduled',
  'Initialized',
  'PodReadyToStartContainers',
  'DisruptionTarget',
  'PodResizePending',
  'PodResizeInProgress',
]);

const statusesOf = (pod: KubernetesObject, list: string): JsonObject[] => {
  const statuses = valueAt(pod, ['status', list]);
  return Array.isArray(statuses) ? statuses.filter(isObject) : [];
};

const containerTrouble = (container: JsonObject, probeMessage: string | undefined): string | undefined => {
  const name = `container ${container['name']}`;
  const waiting = valueAt(container, ['state', 'waiting']);
  if (isObject(waiting)) {
    // Later init containers wait for earlier ones: not their own trouble.
    if (waiting['reason'] === 'PodInitializing') return undefined;
    const last = valueAt(container, ['lastState', 'terminated']);
    const before = isObject(last) ? `; it ended before with ${exitOf(last)}` : '';
    const message = text(waiting['message']);
    return `${name} is waiting: ${text(waiting['reason']) ?? 'not started yet'}${message ? ` (${message})` : ''}${before}`;
  }
  const terminated = valueAt(container, ['state', 'terminated']);
  if (isObject(terminated))
    return terminated['exitCode'] === 0 ? undefined : `${name} ended with ${exitOf(terminated)}`;
  if (container['ready'] !== false || !valueAt(container, ['state', 'running'])) return undefined;
  return `${name} runs and is not ready: ${probeMessage ?? 'its readiness probe has not succeeded yet'}`;
};

const exitOf = (terminated: JsonObject): string =>
  `exit code ${terminated['exitCode']}${terminated['reason'] ? ` (${terminated['reason']})` : ''}`;

const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Why each of these pods is not ready: "pod/kubia-x: …" lines. Ready ones have none. */
export const explainPods = async (
  pods: readonly KubernetesObject[],
  { cluster, signal }: Pick<StepContext, 'cluster' | 'signal'>,
): Promise<string[]> => {
  const troubled = pods.filter((pod) => whyNotReady(pod) !== undefined);
  const lines = await Promise.all(
    troubled.slice(0, 10).map(async (pod) => {
      const message = await lastProbeMessage(pod, { cluster, signal });
      return `pod/${pod.metadata.name}: ${whyNotReady(pod, message)}`;
    }),
  );
  return troubled.length > 10 ? [...lines, `and ${troubled.length - 10} more pods`] : lines;
};

/** The pods that a workload's selector chooses; none for a selector with expressions. */
export const podsOf = async (
  workload: KubernetesObject,
  { cluster, signal }: Pick<StepContext, 'cluster' | 'signal'>,
): Promise<KubernetesObject[]> => {
  const labels = valueAt(workload, ['spec', 'selector', 'matchLabels']) ?? valueAt(workload, ['spec', 'selector']);
  if (!isObject(labels) || labels['matchExpressions'] !== undefined) return [];
  const { namespace } = workload.metadata;
  const query = { apiVersion: 'v1', kind: 'Pod', ...(namespace && { namespace }), labelSelector: selectorOf(labels) };
  return (await cluster.api.list(query, signal)).items;
};

/** "Readiness probe failed: HTTP probe failed with statuscode: 500", from the kubelet's newest Unhealthy event. */
const lastProbeMessage = async (
  pod: KubernetesObject,
  { cluster, signal }: Pick<StepContext, 'cluster' | 'signal'>,
): Promise<string | undefined> => {
  const { name, namespace, uid } = pod.metadata;
  const fieldSelector = `involvedObject.kind=Pod,involvedObject.name=${name},reason=Unhealthy`;
  const query = { apiVersion: 'v1', kind: 'Event', ...(namespace && { namespace }), fieldSelector };
  const { items } = await cluster.api.list(query, signal);
  const newest = items
    .filter((event) => valueAt(event, ['involvedObject', 'name']) === name && event['reason'] === 'Unhealthy')
    .filter((event) => (uid ? [uid, undefined].includes(text(valueAt(event, ['involvedObject', 'uid']))) : true))
    .sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1))[0];
  return text(newest?.['message'])?.slice(0, 500).trim();
};

const timeOf = (event: KubernetesObject): string =>
  text(event['lastTimestamp']) ??
  text(event['eventTime']) ??
  text(valueAt(event, ['metadata', 'creationTimestamp'])) ??
  '';
