import { matcherOf } from '../../core/labels.ts';
import { StatusError } from '../api/status.ts';
import type { Change } from '../api/store.ts';
import type { Pod } from '../objects/pods.ts';
import type { StatefulSet } from '../objects/workloads.ts';
import { Backoff } from './backoff.ts';
import type { Context } from './context.ts';
import { type Controller, splitKey } from './controller.ts';
import { claimPods, createPod, deletePod, isActive, isReady, keysOfAccount } from './pod-replicas.ts';
import { keysOfOwner } from './replica-set.ts';
import { templateHash } from './template-hash.ts';

const component = 'statefulset-controller';
const revisionLabel = 'controller-revision-hash';

const ordinalOf = ({ metadata }: Pod): number => Number(/-(\d+)$/.exec(metadata.name)?.[1] ?? -1);

const highestFirst = (a: Pod, b: Pod): number => ordinalOf(b) - ordinalOf(a);

/** Pods with names that stay, one after the other: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ */
export class StatefulSetController implements Controller {
  readonly name = component;
  readonly #context: Context;
  readonly #backoff = new Backoff();

  constructor(context: Context) {
    this.#context = context;
  }

  concerns(change: Change): string[] {
    return [...keysOfOwner('StatefulSet', change), ...keysOfAccount(this.#context.store, 'StatefulSet', change)];
  }

  reconcile(key: string): number | undefined {
    const set = this.#context.store.get('StatefulSet', ...splitKey(key));
    if (!set || set.metadata.deletionTimestamp) return undefined;
    const revision = `${set.metadata.name}-${templateHash(set.spec.template)}`;
    const isDone = this.#step(set, new Map(this.#podsOf(set).map((pod) => [ordinalOf(pod), pod])), revision);
    this.#report(set, this.#podsOf(set).filter(isActive), revision);
    return this.#backoff.next(key, !isDone);
  }

  #podsOf(set: StatefulSet): Pod[] {
    return claimPods(this.#context, set, matcherOf(set.spec.selector));
  }

  /** Takes one step: with OrderedReady only one pod at a time comes or goes. False when a pod was refused. */
  #step(set: StatefulSet, pods: ReadonlyMap<number, Pod>, revision: string): boolean {
    const isParallel = set.spec.podManagementPolicy === 'Parallel';
    const first = set.spec.ordinals?.start ?? 0;
    const end = first + set.spec.replicas;
    for (let ordinal = first; ordinal < end; ordinal += 1) {
      const pod = pods.get(ordinal);
      if (!pod) {
        if (!this.#create(set, ordinal, revision)) return false;
      } else if (!isActive(pod) && !pod.metadata.deletionTimestamp) this.#delete(set, pod);
      else if (isReady(pod) && isActive(pod)) continue;
      if (!isParallel) return true;
    }
    const surplus = [...pods.values()].filter((pod) => ordinalOf(pod) >= end || ordinalOf(pod) < first);
    for (const pod of surplus.toSorted(highestFirst)) {
      if (!pod.metadata.deletionTimestamp) this.#delete(set, pod);
      if (!isParallel) return true;
    }
    if (set.spec.updateStrategy?.type !== 'OnDelete') this.#update(set, [...pods.values()], revision);
    return true;
  }

  /** Deletes the outdated pod with the highest ordinal when all pods are ready. */
  #update(set: StatefulSet, pods: readonly Pod[], revision: string): void {
    const outdated = pods.filter((pod) => pod.metadata.labels?.[revisionLabel] !== revision);
    const [next] = outdated.toSorted(highestFirst);
    const isSettled = pods.every((pod) => isReady(pod) && isActive(pod));
    if (next && isSettled && !next.metadata.deletionTimestamp) this.#delete(set, next);
  }

  #delete(set: StatefulSet, pod: Pod): void {
    deletePod(this.#context, set, pod, component);
  }

  /** False when it was refused. */
  #create(set: StatefulSet, ordinal: number, revision: string): boolean {
    const { template, serviceName } = set.spec;
    const name = `${set.metadata.name}-${ordinal}`;
    const made = createPod(this.#context, set, template, {
      component,
      metadata: {
        name,
        generateName: `${set.metadata.name}-`,
        labels: {
          ...template.metadata?.labels,
          'apps.kubernetes.io/pod-index': String(ordinal),
          [revisionLabel]: revision,
          'statefulset.kubernetes.io/pod-name': name,
        },
      },
      spec: { hostname: name, ...(serviceName && { subdomain: serviceName }) },
    });
    return !(made instanceof StatusError);
  }

  #report(set: StatefulSet, pods: readonly Pod[], revision: string): void {
    const ready = pods.filter(isReady).length;
    const updated = pods.filter((pod) => pod.metadata.labels?.[revisionLabel] === revision).length;
    const previous = String(set.status['currentRevision'] ?? revision);
    const isDone = updated === pods.length && ready === set.spec.replicas;
    this.#context.setStatus(set, {
      observedGeneration: set.metadata.generation ?? 1,
      replicas: pods.length,
      ...(ready > 0 && { readyReplicas: ready }),
      availableReplicas: ready,
      ...(updated > 0 && { updatedReplicas: updated, ...(isDone && { currentReplicas: updated }) }),
      currentRevision: isDone ? revision : previous,
      updateRevision: revision,
      collisionCount: 0,
    });
  }
}
