import { matcherOf, selectsPairs } from '../../core/labels.ts';
import { StatusError } from '../api/status.ts';
import type { Change } from '../api/store.ts';
import { type Condition, controllerOf, type Unstructured } from '../objects/metadata.ts';
import type { ReplicaSet, ReplicationController } from '../objects/workloads.ts';
import { createBackoff } from './backoff.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';
import {
  claimPods,
  createPod,
  deletePod,
  inDeletionOrder,
  isActive,
  isAvailable,
  isReady,
  keysOfAccount,
} from './pod-replicas.ts';

type Kind = 'ReplicaSet' | 'ReplicationController';

const components = { ReplicaSet: 'replicaset-controller', ReplicationController: 'replication-controller' };
/** Pods made at one look; the next look follows at once. */
const burst = 500;

/** The owner's own key, and those of the owners of a dependent as it was and as it is. */
export const keysOfOwner = (kind: string, change: Change, dependent = 'Pod'): string[] => {
  const namespace = change.object.metadata.namespace;
  if (change.kind === kind) return [keyOf(namespace, change.object.metadata.name)];
  if (change.kind !== dependent) return [];
  return [change.object, change.previous].flatMap((each) => {
    const owner = each && controllerOf(each);
    return owner?.kind === kind ? [keyOf(namespace, owner.name)] : [];
  });
};

export const replicaFailure = 'ReplicaFailure';

/** A failure is told as it was first seen, until there is none any more: pkg/controller/replicaset. */
const conditionsOf = (
  owner: ReplicaSet | ReplicationController,
  failure: StatusError | undefined,
  time: string,
): Condition[] => {
  const before = (owner.status['conditions'] ?? []) as Condition[];
  const others = before.filter(({ type }) => type !== replicaFailure);
  if (!failure) return others;
  if (others.length < before.length) return before;
  const { message } = failure;
  return [
    ...others,
    { type: replicaFailure, status: 'True', lastTransitionTime: time, reason: 'FailedCreate', message },
  ];
};

/** ReplicaSet and ReplicationController: so many pods of the template. */
export const replicaController = (context: Context, kind: Kind): Controller => {
  const { store, clock } = context;
  const component = components[kind];
  const backoff = createBackoff();
  const matcher = (owner: ReplicaSet | ReplicationController) =>
    owner.kind === 'ReplicaSet'
      ? matcherOf((owner as ReplicaSet).spec.selector)
      : (labels: Record<string, string> | undefined) =>
          selectsPairs((owner as ReplicationController).spec.selector, labels);

  /** A pod nobody owns may be adopted. */
  const adopters = (pod: Unstructured, change: Change): string[] =>
    change.kind === 'Pod' && change.type !== 'DELETED' && !controllerOf(pod)
      ? store
          .list(kind, pod.metadata.namespace)
          .filter((owner) => matcher(owner)(pod.metadata['labels'] as Record<string, string> | undefined))
          .map(({ metadata }) => keyOf(metadata.namespace, metadata.name))
      : [];

  return {
    name: component,
    concerns: (change) => [
      ...keysOfOwner(kind, change),
      ...adopters(change.object, change),
      ...keysOfAccount(store, kind, change),
    ],
    reconcile: (key) => {
      const owner = store.get(kind, ...splitKey(key));
      if (!owner) return undefined;
      const pods = claimPods(context, owner, matcher(owner));
      let active = pods.filter(isActive);
      const wanted = owner.spec.replicas;
      let failure: StatusError | undefined;
      if (!owner.metadata.deletionTimestamp) {
        const missing = Math.min(wanted - active.length, burst);
        for (let count = 0; count < missing; count += 1) {
          const pod = createPod(context, owner, owner.spec.template, component);
          if (pod instanceof StatusError) {
            failure = pod;
            break;
          }
          active.push(pod);
        }
        if (missing < 0) {
          const leaving = new Set(inDeletionOrder(active).slice(0, -missing));
          for (const pod of leaving) deletePod(context, owner, pod, component);
          active = active.filter((pod) => !leaving.has(pod));
        }
      }
      const seconds = owner.spec.minReadySeconds ?? 0;
      const now = clock.date().getTime();
      const ready = active.filter(isReady).length;
      const available = active.filter((pod) => isAvailable(pod, seconds, now)).length;
      const conditions = conditionsOf(owner, failure, context.now());
      context.setStatus(owner, {
        replicas: active.length,
        ...(active.length > 0 && { fullyLabeledReplicas: active.length }),
        ...(ready > 0 && { readyReplicas: ready }),
        ...(available > 0 && { availableReplicas: available }),
        ...(owner.metadata.generation !== undefined && { observedGeneration: owner.metadata.generation }),
        ...(conditions.length > 0 && { conditions }),
      });
      return backoff.next(key, failure !== undefined) ?? (ready > available ? 1000 : undefined);
    },
  };
};
