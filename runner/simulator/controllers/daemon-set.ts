import { hasPairs, matcherOf } from '../../core/labels.ts';
import { StatusError } from '../api/status.ts';
import type { Change } from '../api/store.ts';
import type { Node } from '../objects/nodes.ts';
import type { Pod } from '../objects/pods.ts';
import type { DaemonSet } from '../objects/workloads.ts';
import { Backoff } from './backoff.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';
import { claimPods, createPod, deletePod, isActive, isReady, keysOfAccount } from './pod-replicas.ts';
import { keysOfOwner } from './replica-set.ts';
import { tolerates } from './taints.ts';
import { templateHash } from './template-hash.ts';

const component = 'daemonset-controller';
const revisionLabel = 'controller-revision-hash';

/** Taints that every daemon tolerates. */
const own = ['not-ready', 'unreachable', 'disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map(
  (name) => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    effect: name === 'not-ready' || name === 'unreachable' ? 'NoExecute' : 'NoSchedule',
  }),
);

const nodeOf = ({ spec }: Pod): string => spec.nodeName ?? '';

const takes = (set: DaemonSet, node: Node): boolean => {
  const { nodeSelector, tolerations = [] } = set.spec.template.spec;
  return (
    hasPairs(nodeSelector, node.metadata.labels) &&
    (node.spec.taints ?? []).every((taint) => tolerates([...tolerations, ...own], taint))
  );
};

/** One pod on each node that takes it. */
export class DaemonSetController implements Controller {
  readonly name = component;
  readonly #context: Context;
  readonly #backoff = new Backoff();

  constructor(context: Context) {
    this.#context = context;
  }

  concerns(change: Change): string[] {
    const { store } = this.#context;
    if (change.kind === 'Node' && change.type !== 'MODIFIED')
      return store.list('DaemonSet').map(({ metadata }) => keyOf(metadata.namespace, metadata.name));
    return [...keysOfOwner('DaemonSet', change), ...keysOfAccount(store, 'DaemonSet', change)];
  }

  reconcile(key: string): number | undefined {
    const set = this.#context.store.get('DaemonSet', ...splitKey(key));
    if (!set || set.metadata.deletionTimestamp) return undefined;
    const revision = templateHash(set.spec.template);
    const nodes = this.#context.store.list('Node').filter((node) => takes(set, node));
    const pods = this.#podsOf(set);
    this.#removeSurplus(set, nodes, pods, revision);
    const isRefused = this.#addMissing(set, nodes, pods, revision);
    this.#report(set, nodes.length, revision);
    return this.#backoff.next(key, isRefused);
  }

  #podsOf(set: DaemonSet): Pod[] {
    return claimPods(this.#context, set, matcherOf(set.spec.selector));
  }

  /** Removes pods of nodes that take none any more, and of an old revision one at a time. */
  #removeSurplus(set: DaemonSet, nodes: readonly Node[], pods: readonly Pod[], revision: string): void {
    const names = new Set(nodes.map(({ metadata }) => metadata.name));
    for (const pod of pods) {
      const isOutdated =
        pod.metadata.labels?.[revisionLabel] !== revision && set.spec.updateStrategy?.type !== 'OnDelete';
      const isSettled = pods.every((each) => each === pod || isReady(each));
      if (isActive(pod) && (!names.has(nodeOf(pod)) || (isOutdated && isSettled)))
        deletePod(this.#context, set, pod, component);
    }
  }

  /** Makes a pod for each node without one; answers whether one was refused. */
  #addMissing(set: DaemonSet, nodes: readonly Node[], pods: readonly Pod[], revision: string): boolean {
    let isRefused = false;
    for (const { metadata } of nodes) {
      if (pods.some((pod) => nodeOf(pod) === metadata.name)) continue;
      const { template } = set.spec;
      const made = createPod(this.#context, set, template, {
        component,
        metadata: { labels: { ...template.metadata?.labels, [revisionLabel]: revision } },
        spec: { nodeName: metadata.name, tolerations: [...(template.spec.tolerations ?? []), ...own] },
      });
      isRefused ||= made instanceof StatusError;
    }
    return isRefused;
  }

  #report(set: DaemonSet, desired: number, revision: string): void {
    const pods = this.#podsOf(set).filter(isActive);
    const ready = pods.filter(isReady).length;
    this.#context.setStatus(set, {
      currentNumberScheduled: pods.length,
      numberMisscheduled: 0,
      desiredNumberScheduled: desired,
      numberReady: ready,
      observedGeneration: set.metadata.generation ?? 1,
      updatedNumberScheduled: pods.filter((pod) => pod.metadata.labels?.[revisionLabel] === revision).length,
      ...(ready > 0 && { numberAvailable: ready }),
      ...(desired > ready && { numberUnavailable: desired - ready }),
    });
  }
}
