import { isSameJson } from '../../core/json.ts';
import { matcherOf } from '../../core/labels.ts';
import { StatusError } from '../api/status.ts';
import { type Condition, controllerOf } from '../objects/metadata.ts';
import type { Deployment, ReplicaSet } from '../objects/workloads.ts';
import { createBackoff } from './backoff.ts';
import type { Context } from './context.ts';
import { type Controller, splitKey } from './controller.ts';
import { creationFailed, creationFault, deploymentConditions } from './deployment-conditions.ts';
import {
  bounds,
  keysOf,
  replicasAnnotations,
  revisionAnnotation,
  revisionOf,
  scaleReplicaSet,
  sharedAnnotations,
} from './deployment-scaling.ts';
import { ownerReference } from './pod-replicas.ts';
import { replicaFailure } from './replica-set.ts';
import { templateHash, templateText } from './template-hash.ts';

const available = ({ status }: ReplicaSet): number => status.availableReplicas ?? 0;
const sum = (sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number =>
  sets.reduce((total, each) => total + count(each), 0);

const isFailure = ({ type }: Condition): boolean => type === replicaFailure;

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/ */
export const deploymentController = (context: Context): Controller => {
  const { store } = context;
  const backoff = createBackoff();

  const setsOf = (deployment: Deployment): ReplicaSet[] => {
    const matches = matcherOf(deployment.spec.selector);
    return store
      .list('ReplicaSet', deployment.metadata.namespace)
      .filter((set) => controllerOf(set)?.uid === deployment.metadata.uid && matches(set.metadata.labels));
  };

  const createSet = (deployment: Deployment, revision: number, replicas: number): ReplicaSet => {
    const { template } = deployment.spec;
    const hash = templateHash(template);
    const labels = { ...template.metadata?.labels, 'pod-template-hash': hash };
    const set = context.create('ReplicaSet', {
      metadata: {
        name: `${deployment.metadata.name}-${hash}`,
        namespace: deployment.metadata.namespace,
        labels,
        annotations: {
          ...sharedAnnotations(deployment),
          ...replicasAnnotations(deployment),
          [revisionAnnotation]: String(revision),
        },
        ownerReferences: [ownerReference(deployment)],
      },
      spec: {
        replicas,
        ...(deployment.spec.minReadySeconds && { minReadySeconds: deployment.spec.minReadySeconds }),
        selector: {
          ...deployment.spec.selector,
          matchLabels: { ...deployment.spec.selector.matchLabels, 'pod-template-hash': hash },
        },
        template: { ...template, metadata: { ...template.metadata, labels } },
      },
    });
    if (replicas > 0) {
      const message = `Scaled up replica set ${set.metadata.name} from 0 to ${replicas}`;
      context.recorder.record(deployment, 'Normal', 'ScalingReplicaSet', message, {
        component: 'deployment-controller',
      });
    }
    return set;
  };

  /** The same, or undefined when it is refused, as by a quota. */
  const tryCreateSet = (deployment: Deployment, revision: number, replicas: number): ReplicaSet | undefined => {
    try {
      return createSet(deployment, revision, replicas);
    } catch (fault) {
      if (!(fault instanceof StatusError)) throw fault;
      const name = `${deployment.metadata.name}-${templateHash(deployment.spec.template)}`;
      const message = `Failed to create new replica set "${name}": ${fault.message}`;
      context.recorder.record(deployment, 'Warning', creationFault, message, { component: 'deployment-controller' });
      const conditions = creationFailed(deployment, message, context.clock.date());
      context.setStatus(deployment, { ...deployment.status, conditions });
      return undefined;
    }
  };

  /** The set that is rolled out has the highest revision, and the Deployment's annotations, as that of the change's cause. */
  const followDeployment = (deployment: Deployment, set: ReplicaSet, newest: number): ReplicaSet => {
    const { annotations: old, namespace, name } = set.metadata;
    const revision = String(Math.max(revisionOf(set), newest + 1));
    const annotations = { ...old, ...sharedAnnotations(deployment), [revisionAnnotation]: revision };
    if (isSameJson(annotations, old ?? {})) return set;
    context.setMetadata(set, { annotations });
    return store.get('ReplicaSet', namespace, name) ?? set;
  };

  const rollOut = (deployment: Deployment, current: ReplicaSet, older: readonly ReplicaSet[]): void => {
    const wanted = deployment.spec.replicas;
    const recreate = deployment.spec.strategy.type === 'Recreate';
    if (recreate) {
      for (const set of older) scaleReplicaSet(context, deployment, set, 0);
      const left = sum(older, ({ status }) => status.replicas ?? 0);
      const terminating = older.some((set) => context.pods.ownedBy(set.metadata.uid).length > 0);
      if (left === 0 && !terminating) scaleReplicaSet(context, deployment, current, wanted);
      return;
    }
    const { surge, unavailable } = bounds(deployment);
    const total = current.spec.replicas + sum(older, ({ spec }) => spec.replicas);
    const grown =
      older.length === 0 ? wanted : Math.min(wanted, current.spec.replicas + Math.max(0, wanted + surge - total));
    const scaled = scaleReplicaSet(context, deployment, current, current.spec.replicas > wanted ? wanted : grown);
    // Pods that never became available may go first; the others only as new ones arrive.
    const spare = sum([scaled, ...older], available) - (wanted - unavailable);
    let left = Math.max(0, spare);
    for (const set of older) {
      const broken = Math.max(0, set.spec.replicas - available(set));
      const going = Math.min(set.spec.replicas, broken + left);
      left -= Math.max(0, going - broken);
      scaleReplicaSet(context, deployment, set, set.spec.replicas - going);
    }
  };

  return {
    name: 'deployment-controller',
    concerns: (change) => keysOf(store, change),
    reconcile: (key) => {
      const deployment = store.get('Deployment', ...splitKey(key));
      if (!deployment || deployment.metadata.deletionTimestamp) return undefined;
      const text = templateText(deployment.spec.template);
      const sets = setsOf(deployment);
      let current = sets.find((set) => templateText(set.spec.template) === text);
      let older = sets.filter((set) => set !== current);
      const newest = Math.max(0, ...older.map(revisionOf));
      if (!current) {
        if (deployment.spec.paused) return undefined;
        const idle =
          deployment.spec.strategy.type === 'Recreate' && older.some(({ status }) => (status.replicas ?? 0) > 0);
        const total = sum(older, ({ spec }) => spec.replicas);
        const room = Math.max(0, deployment.spec.replicas + bounds(deployment).surge - total);
        const first = idle
          ? 0
          : older.length === 0
            ? deployment.spec.replicas
            : Math.min(deployment.spec.replicas, room);
        current = tryCreateSet(deployment, newest + 1, first);
        const again = backoff.next(key, current === undefined);
        if (!current) return again;
      } else current = followDeployment(deployment, current, newest);
      if (!deployment.spec.paused) rollOut(deployment, current, older);
      else if (sum(older, ({ spec }) => spec.replicas) === 0)
        scaleReplicaSet(context, deployment, current, deployment.spec.replicas);
      older = setsOf(deployment).filter(({ metadata }) => metadata.name !== current?.metadata.name);
      current = store.get('ReplicaSet', current.metadata.namespace, current.metadata.name) ?? current;
      const all = [current, ...older];
      const replicas = sum(all, ({ status }) => status.replicas ?? 0);
      const ready = sum(all, ({ status }) => status.readyReplicas ?? 0);
      const updated = current.status.replicas ?? 0;
      const usable = sum(all, available);
      const wanted = deployment.spec.replicas;
      const complete = updated === wanted && replicas === wanted && usable === wanted;
      if (deployment.metadata.annotations?.[revisionAnnotation] !== String(revisionOf(current)))
        context.setMetadata(deployment, {
          annotations: { ...deployment.metadata.annotations, [revisionAnnotation]: String(revisionOf(current)) },
        });
      context.setStatus(deployment, {
        observedGeneration: deployment.metadata.generation ?? 1,
        ...(replicas > 0 && { replicas }),
        ...(updated > 0 && { updatedReplicas: updated }),
        ...(ready > 0 && { readyReplicas: ready }),
        ...(usable > 0 && { availableReplicas: usable }),
        ...(wanted > usable && { unavailableReplicas: wanted - usable }),
        conditions: deploymentConditions({
          deployment,
          set: current.metadata.name,
          counts: [replicas, updated, ready, usable],
          enough: usable >= wanted - bounds(deployment).unavailable,
          complete,
          failure: all.flatMap(({ status }) => (status['conditions'] ?? []) as Condition[]).find(isFailure),
          now: context.clock.date(),
        }),
      });
      const idle = older.filter(({ spec, status }) => spec.replicas === 0 && (status.replicas ?? 0) === 0);
      const surplus = idle.length - (deployment.spec.revisionHistoryLimit ?? 10);
      if (complete && surplus > 0)
        for (const set of idle.toSorted((a, b) => revisionOf(a) - revisionOf(b)).slice(0, surplus)) context.remove(set);
      return complete ? undefined : (deployment.spec.progressDeadlineSeconds ?? 600) * 1000;
    },
  };
};
