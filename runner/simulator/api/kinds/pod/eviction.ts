import { isObject, type JsonObject } from '../../../../core/json.ts';
import { selects } from '../../../../core/labels.ts';
import { isTrue } from '../../../objects/metadata.ts';
import type { Pod } from '../../../objects/pods.ts';
import { badRequest, StatusError, success } from '../../status.ts';
import { formatTime } from '../../timestamp.ts';
import type { SubresourceCall } from '../api-kind.ts';
import { type PodDisruptionBudget, withDisruptionCondition } from '../pod-disruption-budget.ts';

/** pkg/registry/core/pod/storage/eviction.go */

/** Pods that do not run yet, have ended or are being deleted: no budget protects them. */
const isUnguarded = ({ metadata, status }: Pod): boolean =>
  ['Succeeded', 'Failed', 'Pending'].includes(status.phase) || metadata.deletionTimestamp !== undefined;

const tooManyRequests = (cause: string, retryAfterSeconds: number): StatusError =>
  new StatusError(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: 'DisruptionBudget', message: cause }],
    ...(retryAfterSeconds > 0 && { retryAfterSeconds }),
  });

const budgetOf = ({ metadata }: Pod, { store }: SubresourceCall): PodDisruptionBudget | undefined => {
  const [first, ...others] = store
    .list('PodDisruptionBudget', metadata.namespace)
    .filter(({ spec }) => selects(spec.selector, metadata.labels));
  if (others.length > 0)
    throw new StatusError(
      500,
      '',
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  return first;
};

/** A pod that is not ready does not count: whether the budget lets it go without being charged. */
const isFree = (pod: Pod, { spec, status }: PodDisruptionBudget): boolean => {
  if (isTrue(pod.status.conditions, 'Ready')) return false;
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  return status.currentHealthy >= status.desiredHealthy && status.desiredHealthy > 0;
};

/** Refuses an eviction for which there is no room; takes note of one for which there is. */
const charge = (pod: Pod, budget: PodDisruptionBudget, { store, clock, dryRun }: SubresourceCall): void => {
  const { metadata, status } = budget;
  const { name } = metadata;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0))
    throw tooManyRequests(`The disruption budget ${name} is still being processed by the server.`, 10);
  if (status.disruptionsAllowed === 0)
    throw tooManyRequests(
      `The disruption budget ${name} needs ${status.desiredHealthy} healthy pods and has ${status.currentHealthy} currently`,
      0,
    );
  if (dryRun) return;
  const now = formatTime(clock.date());
  const disruptionsAllowed = status.disruptionsAllowed - 1;
  const disruptedPods = { ...status.disruptedPods, [pod.metadata.name]: now };
  store.put({ ...budget, status: withDisruptionCondition({ ...status, disruptionsAllowed, disruptedPods }, now) });
};

const marked = (pod: Pod, time: string): Pod => {
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: time,
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  };
  const others = (pod.status.conditions ?? []).filter(({ type }) => type !== condition.type);
  return { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
};

/** https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/ */
export const evict = (pod: Pod, call: SubresourceCall): JsonObject => {
  const { metadata, deleteOptions } = call.body;
  if (!isObject(metadata) || metadata['name'] !== pod.metadata.name)
    throw badRequest('name in URL does not match name in Eviction object');
  const budget = isUnguarded(pod) ? undefined : budgetOf(pod, call);
  if (budget && !isFree(pod, budget)) charge(pod, budget, call);
  if (!call.dryRun) call.store.put(marked(pod, formatTime(call.clock.date())));
  call.remove(isObject(deleteOptions) ? deleteOptions : {});
  return success;
};
