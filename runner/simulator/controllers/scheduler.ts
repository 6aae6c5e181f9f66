import { isObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { hasPairs, type LabelSelector, type Labels, matcherOf, selects } from '../../core/labels.ts';
import { type Condition, controllerOf, type Unstructured } from '../objects/metadata.ts';
import type { Node } from '../objects/nodes.ts';
import type { Pod } from '../objects/pods.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';
import { tolerates } from './taints.ts';

const component = 'default-scheduler';

const listIn = (value: JsonValue | undefined, ...path: string[]): JsonObject[] => {
  let current: JsonValue | undefined = value;
  for (const key of path) current = isObject(current) ? current[key] : undefined;
  return Array.isArray(current) ? current.filter(isObject) : [];
};

type Expression = { key: string; operator: string; values?: string[] };

const fitsTerm = (term: JsonObject, node: Node): boolean => {
  const selector: LabelSelector = { matchExpressions: listIn(term, 'matchExpressions') as unknown as Expression[] };
  const byName: LabelSelector = { matchExpressions: listIn(term, 'matchFields') as unknown as Expression[] };
  return selects(selector, node.metadata.labels) && selects(byName, { 'metadata.name': node.metadata.name });
};

const required = 'requiredDuringSchedulingIgnoredDuringExecution';

const fitsAffinity = ({ spec }: Pod, node: Node): boolean => {
  const terms = listIn(spec.affinity, 'nodeAffinity', required, 'nodeSelectorTerms');
  return terms.length === 0 || terms.some((term) => fitsTerm(term, node));
};

const fitsSelector = ({ spec }: Pod, node: Node): boolean => hasPairs(spec.nodeSelector, node.metadata.labels);

/** Binds pods to nodes: selectors, affinity, taints, spread; the node with the fewest pods wins. */
export const schedulerController = (context: Context): Controller => {
  const { store, random, recorder } = context;

  /** Node name, and node name with owner → how many pods. Counted as they change: a count by listing is quadratic. */
  const counts = new Map<string, number>();
  const countPod = (pod: Unstructured | undefined, step: number): void => {
    const { nodeName } = (pod as Pod | undefined)?.spec ?? {};
    if (!pod || !nodeName) return;
    for (const key of [nodeName, `${nodeName} ${controllerOf(pod)?.uid}`]) {
      const count = (counts.get(key) ?? 0) + step;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
    }
  };

  const zoneOf = (nodeName: string | undefined, key: string): string | undefined =>
    nodeName ? (store.get('Node', undefined, nodeName)?.metadata.labels as Labels | undefined)?.[key] : undefined;

  /** The terms of podAffinity (wanted together) or podAntiAffinity (wanted apart). */
  const fitsPods = (pod: Pod, node: Node, kind: 'podAffinity' | 'podAntiAffinity'): boolean =>
    listIn(pod.spec.affinity, kind, required).every((term) => {
      const matches = matcherOf(term['labelSelector'] as LabelSelector | undefined);
      const key = String(term['topologyKey'] ?? '');
      const here = node.metadata.labels?.[key];
      const near = store
        .list('Pod', pod.metadata.namespace)
        .some(
          (each) =>
            each.metadata.uid !== pod.metadata.uid &&
            matches(each.metadata.labels) &&
            here !== undefined &&
            zoneOf(each.spec.nodeName, key) === here,
        );
      return kind === 'podAffinity' ? near : !near;
    });

  const capacityOf = ({ status }: Node): number => {
    const { allocatable } = status;
    return isObject(allocatable) ? Number(allocatable['pods'] ?? 110) : 110;
  };

  const filters: readonly [string, (pod: Pod, node: Node) => boolean][] = [
    [
      'were unschedulable',
      (pod, { spec }) =>
        !spec.unschedulable ||
        tolerates(pod.spec.tolerations ?? [], { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }),
    ],
    ["didn't match Pod's node affinity/selector", (pod, node) => fitsSelector(pod, node) && fitsAffinity(pod, node)],
    [
      'had untolerated taint',
      (pod, { spec }) => (spec.taints ?? []).every((taint) => tolerates(pod.spec.tolerations ?? [], taint)),
    ],
    ['too many pods', (_, node) => (counts.get(node.metadata.name) ?? 0) < capacityOf(node)],
    ["didn't match pod affinity rules", (pod, node) => fitsPods(pod, node, 'podAffinity')],
    ["didn't match pod anti-affinity rules", (pod, node) => fitsPods(pod, node, 'podAntiAffinity')],
  ];

  const refusalOf = (pod: Pod, node: Node): string | undefined => filters.find(([, fits]) => !fits(pod, node))?.[0];

  const explain = (pod: Pod, nodes: readonly Node[]): string => {
    const tally = new Map<string, number>();
    for (const node of nodes) {
      const taint = (node.spec.taints ?? []).find((each) => !tolerates(pod.spec.tolerations ?? [], each));
      const reason = refusalOf(pod, node) ?? '';
      const text =
        reason === 'had untolerated taint' && taint ? `${reason} {${taint.key}: ${taint.value ?? ''}}` : reason;
      tally.set(text, (tally.get(text) ?? 0) + 1);
    }
    const reasons = [...tally]
      .map(([text, count]) => (text === 'too many pods' ? `${count} Too many pods` : `${count} node(s) ${text}`))
      .toSorted();
    const all = `0/${nodes.length} nodes are available: ${reasons.join(', ')}.`;
    return `${all} no new claims to deallocate, preemption: 0/${nodes.length} nodes are available: ${nodes.length} Preemption is not helpful for scheduling.`;
  };

  const crowd = (pod: Pod, { metadata: { name } }: Node): [same: number, all: number] => [
    counts.get(`${name} ${controllerOf(pod)?.uid}`) ?? 0,
    counts.get(name) ?? 0,
  ];

  const choose = (pod: Pod, nodes: readonly Node[]): Node | undefined => {
    const ranked = nodes.map((node) => ({ node, crowd: crowd(pod, node), chance: random() }));
    return ranked.toSorted((a, b) => a.crowd[0] - b.crowd[0] || a.crowd[1] - b.crowd[1] || a.chance - b.chance)[0]
      ?.node;
  };

  const withCondition = (pod: Pod, status: string, more: JsonObject): Condition[] => [
    ...(pod.status.conditions ?? []).filter(({ type }) => type !== 'PodScheduled'),
    {
      type: 'PodScheduled',
      status,
      ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
      lastProbeTime: null,
      lastTransitionTime: context.now(),
      ...more,
    },
  ];

  return {
    name: component,
    concerns: ({ kind, object, previous, type }) => {
      if (kind === 'Pod') {
        countPod(previous, -1);
        if (type !== 'DELETED') countPod(object, 1);
      }
      if (kind === 'Pod' && type !== 'DELETED')
        return (object as Pod).spec.nodeName ? [] : [keyOf(object.metadata.namespace, object.metadata.name)];
      // A change of a node, or a pod that went, may make room.
      const opens = kind === 'Node' || (kind === 'Pod' && type === 'DELETED');
      if (!opens) return [];
      return store
        .list('Pod')
        .filter(({ spec }) => !spec.nodeName)
        .map(({ metadata }) => keyOf(metadata.namespace, metadata.name));
    },
    reconcile: (key) => {
      const pod = store.get('Pod', ...splitKey(key));
      if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp) return undefined;
      if (pod.spec.schedulerName !== component) return undefined;
      const nodes = store.list('Node');
      const node = choose(
        pod,
        nodes.filter((each) => !refusalOf(pod, each)),
      );
      if (!node) {
        const message = explain(pod, nodes);
        const old = pod.status.conditions?.find(({ type }) => type === 'PodScheduled');
        if (old?.message === message) return undefined;
        recorder.record(pod, 'Warning', 'FailedScheduling', message, { component });
        context.setStatus(pod, {
          ...pod.status,
          conditions: withCondition(pod, 'False', { reason: 'Unschedulable', message }),
        });
        return undefined;
      }
      const name = `${pod.metadata.namespace}/${pod.metadata.name}`;
      store.put({
        ...pod,
        spec: { ...pod.spec, nodeName: node.metadata.name },
        status: { ...pod.status, conditions: withCondition(pod, 'True', {}) },
      });
      recorder.record(pod, 'Normal', 'Scheduled', `Successfully assigned ${name} to ${node.metadata.name}`, {
        component,
      });
      return undefined;
    },
  };
};
