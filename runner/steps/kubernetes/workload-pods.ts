import type { KubernetesObject } from '../../cluster/cluster.ts';
import { isObject, type JsonObject, valueAt } from '../../core/json.ts';
import type { LabelSelector, Labels } from '../../core/labels.ts';
import { selectorText } from '../../core/labels.ts';
import { hasEnded, isBeingDeleted } from '../../diagnosis/explain-pod.ts';
import type { StepContext } from '../step.ts';

type Context = Pick<StepContext, 'cluster' | 'signal'>;

/**
 * The selector of a workload in kubectl's notation. A ReplicationController has plain labels, other workloads have a
 * LabelSelector. Undefined if there is no selector.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export const workloadSelector = (workload: KubernetesObject): string | undefined => {
  const selector = valueAt(workload, ['spec', 'selector']);
  if (!isObject(selector)) return undefined;
  const isPlain = !('matchLabels' in selector) && !('matchExpressions' in selector);
  return selectorText(isPlain ? { matchLabels: selector as Labels } : (selector as LabelSelector)) || undefined;
};

/** The pods that match a workload's selector; none if it has no selector. */
export const podsOf = async (workload: KubernetesObject, { cluster, signal }: Context): Promise<KubernetesObject[]> => {
  const labelSelector = workloadSelector(workload);
  if (labelSelector === undefined) return [];
  const { namespace } = workload.metadata;
  const query = { apiVersion: 'v1', kind: 'Pod', ...(namespace && { namespace }), labelSelector };
  return (await cluster.api.list(query, signal)).items;
};

/** The owner of an object that is its controller, and so the only one that replaces it. */
export const controllerOf = ({ metadata }: KubernetesObject): JsonObject | undefined => {
  const owners = metadata['ownerReferences'];
  return Array.isArray(owners) ? owners.filter(isObject).find((each) => each['controller'] === true) : undefined;
};

/**
 * The pods that a workload owns, a Deployment through its ReplicaSets. Other pods with the same labels do not count,
 * nor do pods that have terminated. A pod that is being deleted counts until it is gone, which is later than its
 * containers terminate. https://kubernetes.io/docs/concepts/architecture/garbage-collection/#owners-dependents
 */
export const ownedPods = async (
  workload: KubernetesObject,
  { cluster, signal }: Context,
): Promise<KubernetesObject[]> => {
  const list = async (apiVersion: string, kind: string, owners: ReadonlySet<unknown>): Promise<KubernetesObject[]> => {
    const { namespace } = workload.metadata;
    const { items } = await cluster.api.list({ apiVersion, kind, ...(namespace && { namespace }) }, signal);
    return items.filter((each) => owners.has(controllerOf(each)?.['uid']));
  };
  const own = new Set<unknown>([workload.metadata.uid]);
  const sets = workload.kind === 'Deployment' ? await list('apps/v1', 'ReplicaSet', own) : [];
  const pods = await list('v1', 'Pod', new Set<unknown>([...own, ...sets.map(({ metadata }) => metadata.uid)]));
  return pods.filter((pod) => isBeingDeleted(pod) || !hasEnded(pod));
};
