import { hasPairs, matcherOf } from '../../core/labels.ts';
import { StatusError } from '../api/status.ts';
import type { Node } from '../objects/nodes.ts';
import type { Pod } from '../objects/pods.ts';
import type { DaemonSet } from '../objects/workloads.ts';
import { createBackoff } from './backoff.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';
import { claimPods, createPod, deletePod, isActive, isReady, keysOfAccount } from './pod-replicas.ts';
import { keysOfOwner } from './replica-set.ts';
import { tolerates } from './taints.ts';
import { templateHash } from './template-hash.ts';

const component = 'daemonset-controller';
const revisionLabel = 'controller-revision-hash';

/** Taints that every daemon bears. */
const own = ['not-ready', 'unreachable', 'disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map(
  (name) => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    effect: name === 'not-ready' || name === 'unreachable' ? 'NoExecute' : 'NoSchedule',
  }),
);

const nodeOf = ({ spec }: Pod): string => spec.nodeName ?? '';

/** One pod on each node that takes it. */
export const daemonSetController = (context: Context): Controller => {
  const { store } = context;
  const backoff = createBackoff();

  const takes = (set: DaemonSet, node: Node): boolean => {
    const { nodeSelector = {}, tolerations = [] } = set.spec.template.spec;
    const fits = hasPairs(nodeSelector, node.metadata.labels);
    return fits && (node.spec.taints ?? []).every((taint) => tolerates([...tolerations, ...own], taint));
  };

  const ensure = (set: DaemonSet, revision: string): { desired: number; isRefused: boolean } => {
    const pods = claimPods(context, set, matcherOf(set.spec.selector));
    const nodes = store.list('Node').filter((node) => takes(set, node));
    const names = new Set(nodes.map(({ metadata }) => metadata.name));
    for (const pod of pods) {
      const outdated =
        pod.metadata.labels?.[revisionLabel] !== revision && set.spec.updateStrategy?.type !== 'OnDelete';
      const settled = pods.every((each) => each === pod || isReady(each));
      if (isActive(pod) && (!names.has(nodeOf(pod)) || (outdated && settled))) deletePod(context, set, pod, component);
    }
    let isRefused = false;
    for (const { metadata } of nodes) {
      if (pods.some((pod) => nodeOf(pod) === metadata.name)) continue;
      const { template } = set.spec;
      const made = createPod(context, set, template, component, {
        metadata: { labels: { ...template.metadata?.labels, [revisionLabel]: revision } },
        spec: { nodeName: metadata.name, tolerations: [...(template.spec.tolerations ?? []), ...own] },
      });
      isRefused ||= made instanceof StatusError;
    }
    return { desired: nodes.length, isRefused };
  };

  return {
    name: component,
    concerns: (change) =>
      change.kind === 'Node' && change.type !== 'MODIFIED'
        ? store.list('DaemonSet').map(({ metadata }) => keyOf(metadata.namespace, metadata.name))
        : [...keysOfOwner('DaemonSet', change), ...keysOfAccount(store, 'DaemonSet', change)],
    reconcile: (key) => {
      const set = store.get('DaemonSet', ...splitKey(key));
      if (!set || set.metadata.deletionTimestamp) return undefined;
      const revision = templateHash(set.spec.template);
      const { desired, isRefused } = ensure(set, revision);
      const pods = claimPods(context, set, matcherOf(set.spec.selector)).filter(isActive);
      const ready = pods.filter(isReady).length;
      context.setStatus(set, {
        currentNumberScheduled: pods.length,
        numberMisscheduled: 0,
        desiredNumberScheduled: desired,
        numberReady: ready,
        observedGeneration: set.metadata.generation ?? 1,
        updatedNumberScheduled: pods.filter((pod) => pod.metadata.labels?.[revisionLabel] === revision).length,
        ...(ready > 0 && { numberAvailable: ready }),
        ...(desired > ready && { numberUnavailable: desired - ready }),
      });
      return backoff.next(key, isRefused);
    },
  };
};
