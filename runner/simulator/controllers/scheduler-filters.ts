import { isObject, type JsonObject, objectAt, objectsAt } from '../../core/json.ts';
import { hasPairs, type LabelSelector, selects } from '../../core/labels.ts';
import type { Store } from '../api/store.ts';
import type { Node } from '../objects/nodes.ts';
import type { Pod } from '../objects/pods.ts';
import { tolerates } from './taints.ts';

/** The cluster as the filters see it. */
export interface Cluster {
  store: Store;
  podsOn(node: string): number;
}

type Expressions = LabelSelector['matchExpressions'] & object;

const expressionsAt = (term: JsonObject, key: string): Expressions => objectsAt(term, key) as unknown as Expressions;

const fitsTerm = (term: JsonObject, { metadata }: Node): boolean =>
  selects({ matchExpressions: expressionsAt(term, 'matchExpressions') }, metadata.labels) &&
  selects({ matchExpressions: expressionsAt(term, 'matchFields') }, { 'metadata.name': metadata.name });

const required = 'requiredDuringSchedulingIgnoredDuringExecution';

const fitsAffinity = ({ spec }: Pod, node: Node): boolean => {
  const terms = objectsAt(spec.affinity, 'nodeAffinity', required, 'nodeSelectorTerms');
  return terms.length === 0 || terms.some((term) => fitsTerm(term, node));
};

/** Whether a pod that a term of (anti-)affinity selects runs in the same domain, such as a zone, as the node is in. */
const hasNeighbour = ({ store }: Cluster, pod: Pod, node: Node, term: JsonObject): boolean => {
  const selector = objectAt(term, 'labelSelector') as LabelSelector | undefined;
  const key = String(term['topologyKey'] ?? '');
  const here = node.metadata.labels?.[key];
  const domainOf = (name: string | undefined): string | undefined =>
    name ? store.get('Node', undefined, name)?.metadata.labels?.[key] : undefined;
  return store
    .list('Pod', pod.metadata.namespace)
    .some(
      (each) =>
        each.metadata.uid !== pod.metadata.uid &&
        selects(selector, each.metadata.labels) &&
        here !== undefined &&
        domainOf(each.spec.nodeName) === here,
    );
};

const capacityOf = ({ status: { allocatable } }: Node): number =>
  isObject(allocatable) ? Number(allocatable['pods'] ?? 110) : 110;

const untoleratedTaint = (pod: Pod, { spec }: Node) =>
  (spec.taints ?? []).find((taint) => !tolerates(pod.spec.tolerations ?? [], taint));

const unschedulable = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

type Filter = (pod: Pod, node: Node, cluster: Cluster) => boolean;

/** The scheduler's words for a node that a filter leaves out → the filter, in the scheduler's order. */
const filters: readonly [string, Filter][] = [
  [
    'were unschedulable',
    (pod, { spec }) => !spec.unschedulable || tolerates(pod.spec.tolerations ?? [], unschedulable),
  ],
  [
    "didn't match Pod's node affinity/selector",
    (pod, node) => hasPairs(pod.spec.nodeSelector, node.metadata.labels) && fitsAffinity(pod, node),
  ],
  ['had untolerated taint', (pod, node) => !untoleratedTaint(pod, node)],
  ['too many pods', (_, node, { podsOn }) => podsOn(node.metadata.name) < capacityOf(node)],
  [
    "didn't match pod affinity rules",
    (pod, node, cluster) =>
      objectsAt(pod.spec.affinity, 'podAffinity', required).every((term) => hasNeighbour(cluster, pod, node, term)),
  ],
  [
    "didn't match pod anti-affinity rules",
    (pod, node, cluster) =>
      objectsAt(pod.spec.affinity, 'podAntiAffinity', required).every(
        (term) => !hasNeighbour(cluster, pod, node, term),
      ),
  ],
];

/** Why a pod cannot run on a node; undefined when it can. */
export const refusalOf = (cluster: Cluster, pod: Pod, node: Node): string | undefined =>
  filters.find(([, fits]) => !fits(pod, node, cluster))?.[0];

/** The scheduler's message for a pod that no node takes. */
export const unschedulableText = (cluster: Cluster, pod: Pod, nodes: readonly Node[]): string => {
  const tally = new Map<string, number>();
  for (const node of nodes) {
    const taint = untoleratedTaint(pod, node);
    const reason = refusalOf(cluster, pod, node) ?? '';
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
