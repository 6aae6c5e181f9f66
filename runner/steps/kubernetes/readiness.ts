import type { KubernetesObject } from '../../cluster/cluster.ts';
import { type JsonObject, type JsonValue, objectsAt, valueAt } from '../../core/json.ts';

/** Whether an expectation about an object holds, and the observed state. */
export interface Verdict {
  holds: boolean;
  seen: string;
}

/**
 * Whether an object has a condition such as `Ready` or `Ready=False`, by the rules of `kubectl wait`: case does not
 * matter, and a condition that was observed for an older generation does not count. Some workloads report numbers and
 * no conditions: for them, Ready and Available mean that all replicas are ready and up to date (`kubectl rollout
 * status`).
 */
export const hasCondition = (object: KubernetesObject, text: string): Verdict => {
  const [name = '', wanted = 'True'] = text.split('=');
  const conditions = conditionsOf(object);
  const condition = conditions.find((each) => isEqualFold(each['type'], name));
  if (condition) return conditionHolds(object, condition, wanted);
  if (isEqualFold(wanted, 'True') && /^(ready|available)$/i.test(name) && isWorkload(object))
    return replicasReady(object);
  const others = conditions.map((each) => `${each['type']}=${each['status']}`).join(', ');
  return {
    holds: false,
    seen: others ? `it has no condition ${name}; it has ${others}` : `it has no condition ${name} yet`,
  };
};

const conditionHolds = (object: KubernetesObject, condition: JsonObject, wanted: string): Verdict => {
  const { type, status, reason, message } = condition;
  const generation = valueAt(object, ['metadata', 'generation']);
  const observed = condition['observedGeneration'] ?? valueAt(object, ['status', 'observedGeneration']);
  if (typeof generation === 'number' && typeof observed === 'number' && observed < generation)
    return { holds: false, seen: `${type} was observed for generation ${observed}; the object is at ${generation}` };
  const why = [reason, message].filter((each) => typeof each === 'string' && each !== '').join(': ');
  return { holds: isEqualFold(status, wanted), seen: `${type}=${status}${why ? ` (${why})` : ''}` };
};

export const conditionsOf = (object: KubernetesObject): JsonObject[] => objectsAt(object, 'status', 'conditions');

const isEqualFold = (value: JsonValue | undefined, text: string): boolean =>
  typeof value === 'string' && value.toLowerCase() === text.toLowerCase();

const workloads = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ReplicationController']);
export const isWorkload = ({ kind }: Pick<KubernetesObject, 'kind'>): boolean => workloads.has(kind);

const countAt = (object: KubernetesObject, ...path: string[]): number | undefined => {
  const value = valueAt(object, path);
  return typeof value === 'number' ? value : undefined;
};

/** How many pods a workload should have. Undefined for a DaemonSet that its controller has not handled yet. */
export const wantedReplicas = (object: KubernetesObject): number | undefined =>
  object.kind === 'DaemonSet'
    ? countAt(object, 'status', 'desiredNumberScheduled')
    : (countAt(object, 'spec', 'replicas') ?? 1);

/** Whether all replicas of the spec exist, have the newest revision and are ready, and there are no others. */
export const replicasReady = (object: KubernetesObject): Verdict => {
  const count = (...path: string[]): number | undefined => countAt(object, ...path);
  const generation = count('metadata', 'generation') ?? 0;
  const observed = count('status', 'observedGeneration');
  if ((observed ?? 0) < generation)
    return { holds: false, seen: `its controller has not observed generation ${generation} yet` };
  const daemon = object.kind === 'DaemonSet';
  const wanted = wantedReplicas(object);
  const total = (daemon ? count('status', 'currentNumberScheduled') : count('status', 'replicas')) ?? 0;
  const ready = (daemon ? count('status', 'numberReady') : count('status', 'readyReplicas')) ?? 0;
  const updated = updatedOf(object, daemon ? 'updatedNumberScheduled' : 'updatedReplicas', total);
  const seen = `${ready} of ${wanted ?? '?'} replicas are ready, ${total} exist`;
  if (updated < total) return { holds: false, seen: `${seen}, ${updated} have the newest revision` };
  return { holds: total === wanted && ready === wanted, seen };
};

/** ReplicaSets and ReplicationControllers have no revisions: all their pods count as updated. */
const updatedOf = (object: KubernetesObject, field: string, total: number): number => {
  if (object.kind === 'ReplicaSet' || object.kind === 'ReplicationController') return total;
  return countAt(object, 'status', field) ?? 0;
};
