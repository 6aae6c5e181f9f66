import { hasPairs, type Labels } from '../../core/labels.ts';
import type { Change, Store } from '../api/store.ts';
import { controllerOf } from '../objects/metadata.ts';
import type { Pod } from '../objects/pods.ts';

const keysOf = (pod: Pod): string[] => {
  const { namespace = '', labels = {} } = pod.metadata;
  const owner = controllerOf(pod);
  return [
    owner ? `owner ${owner.uid}` : `orphan ${namespace}`,
    ...Object.entries(labels).map(([key, value]) => `label ${namespace} ${key}=${value}`),
  ];
};

/** Pods by their owner and their labels, kept as they change: listing them all for each look is quadratic. */
export class PodIndex {
  readonly #shelves = new Map<string, Map<string, Pod>>();

  constructor(store: Store) {
    store.subscribe((change) => {
      if (change.kind === 'Pod') this.#follow(change);
    });
  }

  /** Pods whose controller has this UID. */
  ownedBy(uid: string): Pod[] {
    return this.#at(`owner ${uid}`);
  }

  /** Pods of a namespace without a controller. */
  orphans(namespace: string): Pod[] {
    return this.#at(`orphan ${namespace}`);
  }

  /** Pods of a namespace with all these labels; none when there are no labels to match. */
  labelled(namespace: string, labels: Labels | undefined): Pod[] {
    const keys = Object.entries(labels ?? {}).map(([key, value]) => `label ${namespace} ${key}=${value}`);
    const sizeOf = (key: string): number => this.#shelves.get(key)?.size ?? 0;
    const [smallest] = keys.toSorted((a, b) => sizeOf(a) - sizeOf(b));
    if (smallest === undefined) return [];
    return this.#at(smallest).filter(({ metadata }) => hasPairs(labels, metadata.labels));
  }

  #at(key: string): Pod[] {
    return [...(this.#shelves.get(key)?.values() ?? [])];
  }

  #follow({ object, previous, type }: Change): void {
    const { uid } = object.metadata;
    const kept = new Set(type === 'DELETED' ? [] : keysOf(object as Pod));
    for (const key of previous ? keysOf(previous as Pod) : []) {
      if (kept.has(key)) continue;
      const shelf = this.#shelves.get(key);
      shelf?.delete(uid);
      if (shelf?.size === 0) this.#shelves.delete(key);
    }
    for (const key of kept) {
      const shelf = this.#shelves.get(key) ?? new Map<string, Pod>();
      this.#shelves.set(key, shelf.set(uid, object as Pod));
    }
  }
}
