import type { JsonObject } from '../../core/json.ts';
import type { Change } from '../api/store.ts';
import { type Condition, controllerOf, type Unstructured } from '../objects/metadata.ts';
import type { Node } from '../objects/nodes.ts';
import type { Pod } from '../objects/pods.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';
import { type Cluster, refusalOf, unschedulableText } from './scheduler-filters.ts';

const component = 'default-scheduler';

/** Binds pods to nodes: selectors, affinity, taints, spread; the node with the fewest pods wins. */
export class Scheduler implements Controller {
  readonly name = component;
  readonly #context: Context;
  /** Node name, and node name with owner → number of pods. Kept as pods change: a count by listing is quadratic. */
  readonly #counts = new Map<string, number>();
  readonly #cluster: Cluster;

  constructor(context: Context) {
    this.#context = context;
    this.#cluster = { store: context.store, podsOn: (node) => this.#counts.get(node) ?? 0 };
  }

  concerns({ kind, object, previous, type }: Change): string[] {
    if (kind === 'Pod') {
      this.#count(previous, -1);
      if (type !== 'DELETED') this.#count(object, 1);
    }
    if (kind === 'Pod' && type !== 'DELETED')
      return (object as Pod).spec.nodeName ? [] : [keyOf(object.metadata.namespace, object.metadata.name)];
    // A change of a node or a deleted pod may make room.
    if (kind !== 'Node' && kind !== 'Pod') return [];
    return this.#context.store
      .list('Pod')
      .filter(({ spec }) => !spec.nodeName)
      .map(({ metadata }) => keyOf(metadata.namespace, metadata.name));
  }

  reconcile(key: string): undefined {
    const { store } = this.#context;
    const pod = store.get('Pod', ...splitKey(key));
    if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp) return;
    if (pod.spec.schedulerName !== component) return;
    const nodes = store.list('Node');
    const node = this.#choose(
      pod,
      nodes.filter((each) => !refusalOf(this.#cluster, pod, each)),
    );
    if (node) this.#bind(pod, node);
    else this.#refuse(pod, unschedulableText(this.#cluster, pod, nodes));
  }

  #count(pod: Unstructured | undefined, step: number): void {
    const { nodeName } = (pod as Pod | undefined)?.spec ?? {};
    if (!pod || !nodeName) return;
    for (const key of [nodeName, `${nodeName} ${controllerOf(pod)?.uid}`]) {
      const count = (this.#counts.get(key) ?? 0) + step;
      if (count > 0) this.#counts.set(key, count);
      else this.#counts.delete(key);
    }
  }

  /** The node with the fewest pods of the same owner, then with the fewest at all. */
  #choose(pod: Pod, nodes: readonly Node[]): Node | undefined {
    const ranked = nodes.map((node) => {
      const { name } = node.metadata;
      const siblings = this.#counts.get(`${name} ${controllerOf(pod)?.uid}`) ?? 0;
      return { node, siblings, pods: this.#cluster.podsOn(name), chance: this.#context.random() };
    });
    return ranked.toSorted((a, b) => a.siblings - b.siblings || a.pods - b.pods || a.chance - b.chance)[0]?.node;
  }

  #bind(pod: Pod, { metadata: { name: nodeName } }: Node): void {
    const { store, recorder } = this.#context;
    store.put({
      ...pod,
      spec: { ...pod.spec, nodeName },
      status: { ...pod.status, conditions: this.#conditionsOf(pod, 'True') },
    });
    recorder.record(pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${nodeName}`,
      source: { component },
    });
  }

  #refuse(pod: Pod, message: string): void {
    const { recorder, setStatus } = this.#context;
    const old = pod.status.conditions?.find(({ type }) => type === 'PodScheduled');
    if (old?.message === message) return;
    recorder.record(pod, { type: 'Warning', reason: 'FailedScheduling', message, source: { component } });
    const conditions = this.#conditionsOf(pod, 'False', { reason: 'Unschedulable', message });
    setStatus(pod, { ...pod.status, conditions });
  }

  #conditionsOf(pod: Pod, status: string, more: JsonObject = {}): Condition[] {
    return [
      ...(pod.status.conditions ?? []).filter(({ type }) => type !== 'PodScheduled'),
      {
        type: 'PodScheduled',
        status,
        ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
        lastProbeTime: null,
        lastTransitionTime: this.#context.now(),
        ...more,
      },
    ];
  }
}
