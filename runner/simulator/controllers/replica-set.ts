import { type Matcher, matcherOf, selectsPairs } from '../../core/labels.ts';
import { StatusError } from '../api/status.ts';
import type { Change } from '../api/store.ts';
import { type Condition, controllerOf } from '../objects/metadata.ts';
import type { Pod } from '../objects/pods.ts';
import type { ReplicaSet, ReplicationController } from '../objects/workloads.ts';
import { Backoff } from './backoff.ts';
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
/** Pods made at one reconciliation; the next one follows at once. */
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

/** A failure is shown as it was first seen until it is over: pkg/controller/replicaset. */
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

type Owner = ReplicaSet | ReplicationController;

const matcher = (owner: Owner): Matcher =>
  owner.kind === 'ReplicaSet'
    ? matcherOf((owner as ReplicaSet).spec.selector)
    : (labels) => selectsPairs((owner as ReplicationController).spec.selector, labels);

/** ReplicaSet and ReplicationController: they keep spec.replicas pods of their template. */
export class ReplicaController implements Controller {
  readonly name: string;
  readonly #context: Context;
  readonly #kind: Kind;
  readonly #backoff = new Backoff();

  constructor(context: Context, kind: Kind) {
    this.#context = context;
    this.#kind = kind;
    this.name = components[kind];
  }

  concerns(change: Change): string[] {
    return [
      ...keysOfOwner(this.#kind, change),
      ...this.#adopters(change),
      ...keysOfAccount(this.#context.store, this.#kind, change),
    ];
  }

  reconcile(key: string): number | undefined {
    const owner = this.#context.store.get(this.#kind, ...splitKey(key));
    if (!owner) return undefined;
    const pods = claimPods(this.#context, owner, matcher(owner)).filter(isActive);
    const { active, failure } = owner.metadata.deletionTimestamp ? { active: pods } : this.#scale(owner, pods);
    const unavailable = this.#report(owner, active, failure);
    return this.#backoff.next(key, failure !== undefined) ?? (unavailable > 0 ? 1000 : undefined);
  }

  /** A pod without an owner may be adopted. */
  #adopters({ kind, type, object }: Change): string[] {
    if (kind !== 'Pod' || type === 'DELETED' || controllerOf(object)) return [];
    return this.#context.store
      .list(this.#kind, object.metadata.namespace)
      .filter((owner) => matcher(owner)(object.metadata.labels))
      .map(({ metadata }) => keyOf(metadata.namespace, metadata.name));
  }

  #scale(owner: Owner, pods: readonly Pod[]): { active: readonly Pod[]; failure?: StatusError } {
    const missing = Math.min(owner.spec.replicas - pods.length, burst);
    if (missing < 0) {
      const leaving = new Set(inDeletionOrder(pods).slice(0, -missing));
      for (const pod of leaving) deletePod(this.#context, owner, pod, this.name);
      return { active: pods.filter((pod) => !leaving.has(pod)) };
    }
    const active = [...pods];
    for (let count = 0; count < missing; count += 1) {
      const pod = createPod(this.#context, owner, owner.spec.template, { component: this.name });
      if (pod instanceof StatusError) return { active, failure: pod };
      active.push(pod);
    }
    return { active };
  }

  /** Writes the status; answers with the number of pods that are ready and not yet available. */
  #report(owner: Owner, active: readonly Pod[], failure: StatusError | undefined): number {
    const seconds = owner.spec.minReadySeconds ?? 0;
    const now = this.#context.clock.date().getTime();
    const ready = active.filter(isReady).length;
    const available = active.filter((pod) => isAvailable(pod, seconds, now)).length;
    const conditions = conditionsOf(owner, failure, this.#context.now());
    this.#context.setStatus(owner, {
      replicas: active.length,
      ...(active.length > 0 && { fullyLabeledReplicas: active.length }),
      ...(ready > 0 && { readyReplicas: ready }),
      ...(available > 0 && { availableReplicas: available }),
      ...(owner.metadata.generation !== undefined && { observedGeneration: owner.metadata.generation }),
      ...(conditions.length > 0 && { conditions }),
    });
    return ready - available;
  }
}
