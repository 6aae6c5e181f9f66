import type { KubernetesObject } from '../cluster/cluster.ts';
import { isObject, type JsonObject, objectsAt, textAt, valueAt } from '../core/json.ts';
import { excerpt } from '../core/visible.ts';
import { eventsAbout } from '../probe/events.ts';
import type { ProbeContext } from '../probe/exec.ts';

/** The newest warnings among the events about a pod. */
export interface PodWarnings {
  /** The kubelet's newest message about a failed probe. */
  probe?: string | undefined;
  /** The newest warning with any reason. */
  last?: string | undefined;
}

type Context = Pick<ProbeContext, 'cluster' | 'signal'>;

/** The maximum length of a message from an event. A failed pull names the image several times, and its cause last. */
const longestMessage = 400;

/**
 * Whether all containers of a pod have terminated and will not be restarted.
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase
 */
export const hasEnded = (pod: KubernetesObject): boolean =>
  ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase') ?? '');

/** Whether an object was deleted and waits for its finalizers or, if it is a pod, for its containers to end. */
export const isBeingDeleted = ({ metadata }: KubernetesObject): boolean => metadata['deletionTimestamp'] !== undefined;

/**
 * Why a pod is not ready, with the messages of the scheduler and the kubelet. Undefined if it is ready.
 * https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/
 */
export const whyNotReady = (pod: KubernetesObject, warnings: PodWarnings = {}): string | undefined => {
  if (isBeingDeleted(pod)) return 'it is being deleted';
  const conditions = objectsAt(pod, 'status', 'conditions');
  const ready = conditions.find((each) => each['type'] === 'Ready');
  if (ready?.['status'] === 'True') return undefined;
  const unscheduled = conditions.find((each) => each['type'] === 'PodScheduled' && each['status'] === 'False');
  if (unscheduled) {
    const said = messageOf(unscheduled) || textAt(unscheduled, 'reason') || warnings.last;
    return `it cannot be scheduled: ${said || 'the scheduler gives no reason'}`;
  }
  const phase = textAt(pod, 'status', 'phase');
  if (hasEnded(pod)) return `it has terminated (${phase})`;
  const statuses = ['initContainerStatuses', 'containerStatuses'].flatMap((list) => objectsAt(pod, 'status', list));
  for (const container of statuses) {
    const why = containerTrouble(container, warnings);
    if (why) return why;
  }
  const gate = conditions.find((each) => each['status'] !== 'True' && !builtIn.has(textAt(each, 'type') ?? ''));
  if (gate) return `its readiness gate ${gate['type']} is ${gate['status']}`;
  return warnings.last || messageOf(ready) || `its phase is ${phase || 'unknown'}`;
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

const messageOf = (value: JsonObject | undefined): string =>
  excerpt(textAt(value, 'message')?.trim() ?? '', longestMessage);

const containerTrouble = (container: JsonObject, { probe, last }: PodWarnings): string | undefined => {
  const name = `container ${container['name']}`;
  const waiting = valueAt(container, ['state', 'waiting']);
  if (isObject(waiting)) {
    const reason = textAt(waiting, 'reason');
    // This init container only waits for an earlier one, which is the reason.
    if (reason === 'PodInitializing') return undefined;
    const ended = valueAt(container, ['lastState', 'terminated']);
    const before = isObject(ended) ? `; before, it terminated with ${exitOf(ended)}` : '';
    // Only the events say that a volume or a network is missing.
    const message = messageOf(waiting) || (reason === 'ContainerCreating' ? last : '');
    return `${name} is waiting: ${reason || 'not started yet'}${message ? ` (${message})` : ''}${before}`;
  }
  const terminated = valueAt(container, ['state', 'terminated']);
  if (isObject(terminated))
    return terminated['exitCode'] === 0 ? undefined : `${name} terminated with ${exitOf(terminated)}`;
  if (container['ready'] !== false || !valueAt(container, ['state', 'running'])) return undefined;
  return `${name} is running but not ready: ${probe ?? 'its readiness probe has not succeeded yet'}`;
};

const exitOf = (terminated: JsonObject): string => {
  const reason = textAt(terminated, 'reason');
  return `exit code ${terminated['exitCode']}${reason ? ` (${reason})` : ''}`;
};

/** The same with the pod's events, which are read only if it is not ready. */
export const explainPod = async (context: Context, pod: KubernetesObject): Promise<string | undefined> =>
  whyNotReady(pod) === undefined ? undefined : whyNotReady(pod, await warningsOf(context, pod));

/** Why each of these pods is not ready, in lines such as "pod/kubia-x: …". A ready pod has no line. */
export const explainPods = async (context: Context, pods: readonly KubernetesObject[]): Promise<string[]> => {
  const troubled = pods.filter((pod) => whyNotReady(pod) !== undefined);
  const lines = await Promise.all(
    troubled.slice(0, 10).map(async (pod) => `pod/${pod.metadata.name}: ${await explainPod(context, pod)}`),
  );
  return troubled.length > 10 ? [...lines, `and ${troubled.length - 10} more pods`] : lines;
};

const warningsOf = async (context: Context, { kind, metadata }: KubernetesObject): Promise<PodWarnings> => {
  const { name, namespace, uid } = metadata;
  const events = await eventsAbout(context, { kind, name, namespace, uid });
  const warnings = events.filter((event) => event['type'] === 'Warning');
  const messageFor = (event: JsonObject | undefined): string | undefined => messageOf(event) || undefined;
  return {
    probe: messageFor(warnings.findLast((event) => event['reason'] === 'Unhealthy')),
    last: messageFor(warnings.at(-1)),
  };
};
