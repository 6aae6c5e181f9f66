import { matcherOf } from '../../core/labels.ts';
import { StatusError } from '../api/status.ts';
import type { Pod } from '../objects/pods.ts';
import type { StatefulSet } from '../objects/workloads.ts';
import { createBackoff } from './backoff.ts';
import type { Context } from './context.ts';
import { type Controller, splitKey } from './controller.ts';
import { claimPods, createPod, deletePod, isActive, isReady, keysOfAccount } from './pod-replicas.ts';
import { keysOfOwner } from './replica-set.ts';
import { templateHash } from './template-hash.ts';

const component = 'statefulset-controller';
const revisionLabel = 'controller-revision-hash';

const ordinalOf = ({ metadata }: Pod): number => Number(/-(\d+)$/.exec(metadata.name)?.[1] ?? -1);

/** Pods with names that stay, one after the other: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ */
export const statefulSetController = (context: Context): Controller => {
  const backoff = createBackoff();

  /** False when it was refused. */
  const create = (set: StatefulSet, ordinal: number, revision: string): boolean => {
    const { template, serviceName } = set.spec;
    const name = `${set.metadata.name}-${ordinal}`;
    const made = createPod(context, set, template, component, {
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
  };

  /** Brings one step: with OrderedReady only one pod at a time comes or goes. False when a pod was refused. */
  const step = (set: StatefulSet, pods: ReadonlyMap<number, Pod>, revision: string): boolean => {
    const parallel = set.spec.podManagementPolicy === 'Parallel';
    const first = set.spec.ordinals?.start ?? 0;
    const end = first + set.spec.replicas;
    for (let ordinal = first; ordinal < end; ordinal += 1) {
      const pod = pods.get(ordinal);
      if (!pod) {
        if (!create(set, ordinal, revision)) return false;
      } else if (!isActive(pod) && !pod.metadata.deletionTimestamp) deletePod(context, set, pod, component);
      else if (isReady(pod) && isActive(pod)) continue;
      if (!parallel) return true;
    }
    const surplus = [...pods.values()].filter((pod) => ordinalOf(pod) >= end || ordinalOf(pod) < first);
    for (const pod of surplus.toSorted((a, b) => ordinalOf(b) - ordinalOf(a))) {
      if (!pod.metadata.deletionTimestamp) deletePod(context, set, pod, component);
      if (!parallel) return true;
    }
    if (set.spec.updateStrategy?.type === 'OnDelete') return true;
    const outdated = [...pods.values()].filter((pod) => pod.metadata.labels?.[revisionLabel] !== revision);
    const [next] = outdated.toSorted((a, b) => ordinalOf(b) - ordinalOf(a));
    const settled = [...pods.values()].every((pod) => isReady(pod) && isActive(pod));
    if (next && settled && !next.metadata.deletionTimestamp) deletePod(context, set, next, component);
    return true;
  };

  return {
    name: component,
    concerns: (change) => [
      ...keysOfOwner('StatefulSet', change),
      ...keysOfAccount(context.store, 'StatefulSet', change),
    ],
    reconcile: (key) => {
      const set = context.store.get('StatefulSet', ...splitKey(key));
      if (!set || set.metadata.deletionTimestamp) return undefined;
      const revision = `${set.metadata.name}-${templateHash(set.spec.template)}`;
      const pods = claimPods(context, set, matcherOf(set.spec.selector));
      const isDone = step(set, new Map(pods.map((pod) => [ordinalOf(pod), pod])), revision);
      const now = claimPods(context, set, matcherOf(set.spec.selector)).filter(isActive);
      const ready = now.filter(isReady).length;
      const updated = now.filter((pod) => pod.metadata.labels?.[revisionLabel] === revision).length;
      const previous = String(set.status['currentRevision'] ?? revision);
      const done = updated === now.length && ready === set.spec.replicas;
      context.setStatus(set, {
        observedGeneration: set.metadata.generation ?? 1,
        replicas: now.length,
        ...(ready > 0 && { readyReplicas: ready }),
        availableReplicas: ready,
        ...(updated > 0 && { updatedReplicas: updated, ...(done && { currentReplicas: updated }) }),
        currentRevision: done ? revision : previous,
        updateRevision: revision,
        collisionCount: 0,
      });
      return backoff.next(key, !isDone);
    },
  };
};
