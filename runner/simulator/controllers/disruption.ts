import { numberAt } from '../../core/json.ts';
import { selects } from '../../core/labels.ts';
import { kindOf } from '../api/kinds/index.ts';
import { type PodDisruptionBudget, withDisruptionCondition } from '../api/kinds/pod-disruption-budget.ts';
import { qualifiedName } from '../api/resources.ts';
import { controllerOf, isTrue, type OwnerReference, type Unstructured } from '../objects/metadata.ts';
import type { Pod } from '../objects/pods.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';

type Status = PodDisruptionBudget['status'];

const source = { component: 'controllermanager' };

/** Milliseconds after which a pod that was to be evicted, and is still there, counts again. */
const deletionTimeout = 120_000;

/** A number of pods, or a part of all of them; a part is rounded up. */
const scaledBy = (amount: number | string, total: number): number =>
  typeof amount === 'number' ? amount : Math.ceil((Number.parseInt(amount, 10) * total) / 100);

interface Expectation {
  expectedPods: number;
  desiredHealthy: number;
  unmanaged: readonly string[];
}

const ownerIn = (
  { store }: Context,
  namespace: string,
  { kind, name, uid }: OwnerReference,
): Unstructured | undefined => {
  const found: Unstructured | undefined = store.get(kind, namespace, name);
  return found?.metadata.uid === uid ? found : undefined;
};

/** The workload that decides how many pods of this kind there are: for a Deployment's ReplicaSet, the Deployment. */
const scalerOf = (context: Context, pod: Pod, reference: OwnerReference): Unstructured => {
  const { namespace = '', name } = pod.metadata;
  const owner = ownerIn(context, namespace, reference);
  if (owner === undefined) throw new Error(`found no controllers for pod "${name}"`);
  const above = owner.kind === 'ReplicaSet' ? controllerOf(owner) : undefined;
  const scaler = (above && ownerIn(context, namespace, above)) ?? owner;
  const kind = kindOf(scaler.kind);
  if (kind && !kind.scale) throw new Error(`${qualifiedName(kind.resource)} does not implement the scale subresource`);
  return scaler;
};

/** How many pods the controllers of some pods want together. */
const expectedScale = (context: Context, pods: readonly Pod[]): Pick<Expectation, 'expectedPods' | 'unmanaged'> => {
  const scales = new Map<string, number>();
  const unmanaged: string[] = [];
  for (const pod of pods) {
    const reference = controllerOf(pod);
    if (!reference) unmanaged.push(pod.metadata.name);
    else {
      const scaler = scalerOf(context, pod, reference);
      scales.set(scaler.metadata.uid, numberAt(scaler, 'spec', 'replicas') ?? 0);
    }
  }
  return { expectedPods: [...scales.values()].reduce((sum, each) => sum + each, 0), unmanaged };
};

const expectationOf = (context: Context, { spec }: PodDisruptionBudget, pods: readonly Pod[]): Expectation => {
  const { minAvailable, maxUnavailable } = spec;
  if (maxUnavailable !== undefined) {
    const scale = expectedScale(context, pods);
    return { ...scale, desiredHealthy: Math.max(0, scale.expectedPods - scaledBy(maxUnavailable, scale.expectedPods)) };
  }
  if (typeof minAvailable === 'string') {
    const scale = expectedScale(context, pods);
    return { ...scale, desiredHealthy: scaledBy(minAvailable, scale.expectedPods) };
  }
  if (minAvailable === undefined) return { expectedPods: 0, desiredHealthy: 0, unmanaged: [] };
  return { expectedPods: pods.length, desiredHealthy: minAvailable, unmanaged: [] };
};

/** Evictions that have not come to their end: until when each counts as one. */
const disruptionsOf = ({ status }: PodDisruptionBudget, pods: readonly Pod[], now: number): Map<string, number> =>
  new Map(
    pods.flatMap(({ metadata }): [string, number][] => {
      const since = status.disruptedPods?.[metadata.name];
      if (since === undefined || metadata.deletionTimestamp !== undefined) return [];
      const end = Date.parse(since) + deletionTimeout;
      return end < now ? [] : [[metadata.name, end]];
    }),
  );

/** The status when it is unknown how many pods there should be: no pod may be evicted. */
const failed = (status: Status, message: string, time: string): Status => {
  const safe = withDisruptionCondition({ ...status, disruptionsAllowed: 0 }, time);
  const conditions = (safe.conditions ?? []).map((each, index, all) =>
    index === all.length - 1 ? { ...each, reason: 'SyncFailed', message } : each,
  );
  return { ...safe, conditions };
};

/** Keeps the status of PodDisruptionBudgets, which evictions are decided by: pkg/controller/disruption. */
export const disruptionController = (context: Context): Controller => {
  const { store, clock, recorder } = context;

  const warn = (budget: PodDisruptionBudget, reason: string, message: string): void =>
    recorder.record(budget, { type: 'Warning', reason, message, source });

  /** The milliseconds until an eviction no longer counts, if there is one. */
  const sync = (budget: PodDisruptionBudget): number | undefined => {
    const { metadata, spec, status } = budget;
    const now = clock.date().getTime();
    const pods = store.list('Pod', metadata.namespace).filter((pod) => selects(spec.selector, pod.metadata.labels));
    if (pods.length === 0)
      recorder.record(budget, { type: 'Normal', reason: 'NoPods', message: 'No matching pods found', source });
    const { expectedPods, desiredHealthy, unmanaged } = expectationOf(context, budget, pods);
    if (unmanaged.length > 0)
      warn(
        budget,
        'UnmanagedPods',
        `Pods selected by this PodDisruptionBudget (selector: ${JSON.stringify(spec.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`,
      );
    const disrupted = disruptionsOf(budget, pods, now);
    const isHealthy = (pod: Pod): boolean =>
      pod.metadata.deletionTimestamp === undefined &&
      !disrupted.has(pod.metadata.name) &&
      isTrue(pod.status.conditions, 'Ready');
    const currentHealthy = pods.filter(isHealthy).length;
    const { conditions, disruptedPods = {} } = status;
    const kept = Object.fromEntries(Object.entries(disruptedPods).filter(([name]) => disrupted.has(name)));
    const next = {
      ...(metadata.generation !== undefined && { observedGeneration: metadata.generation }),
      ...(disrupted.size > 0 && { disruptedPods: kept }),
      disruptionsAllowed: expectedPods > 0 ? Math.max(0, currentHealthy - desiredHealthy) : 0,
      currentHealthy,
      desiredHealthy,
      expectedPods,
      ...(conditions && { conditions }),
    };
    context.setStatus(budget, withDisruptionCondition(next, context.now()));
    return disrupted.size > 0 ? Math.min(...disrupted.values()) - now + 1 : undefined;
  };

  return {
    name: 'disruption-controller',
    concerns: ({ kind, object, previous }) => {
      const { namespace, name } = object.metadata;
      if (kind === 'PodDisruptionBudget') return [keyOf(namespace, name)];
      if (kind !== 'Pod') return [];
      return store
        .list('PodDisruptionBudget', namespace)
        .filter(({ spec }) => [object, previous].some((pod) => pod && selects(spec.selector, pod.metadata.labels)))
        .map(({ metadata }) => keyOf(namespace, metadata.name));
    },
    reconcile: (key) => {
      const budget = store.get('PodDisruptionBudget', ...splitKey(key));
      if (!budget) return undefined;
      try {
        return sync(budget);
      } catch (fault) {
        // Pods that cannot be counted must not be disrupted.
        const message = fault instanceof Error ? fault.message : String(fault);
        warn(budget, 'CalculateExpectedPodCountFailed', `Failed to calculate the number of expected pods: ${message}`);
        context.setStatus(budget, failed(budget.status, message, context.now()));
        return undefined;
      }
    },
  };
};
