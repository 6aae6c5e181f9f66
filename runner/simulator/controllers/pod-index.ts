import { hasPairs, type Labels } from '../../core/labels.ts';
import type { Store } from '../api/store.ts';
import { controllerOf } from '../objects/metadata.ts';
import type { Pod } from '../objects/pods.ts';

/** Pods by what they are looked up by, kept as they change: listing them all for each look is quadratic. */
export interface PodIndex {
  /** Pods whose controller has this UID. */
  ownedBy(uid: string): Pod[];
  /** Pods of a namespace without a controller. */
  orphans(namespace: string): Pod[];
  /** Pods of a namespace with all these labels; none when there are no labels to match. */
  labelled(namespace: string, labels: Labels | undefined): Pod[];
}

export const createPodIndex = (store: Store): PodIndex => {
  const shelves = new Map<string, Map<string, Pod>>();

  const keysOf = (pod: Pod): string[] => {
    const { namespace = '', labels = {} } = pod.metadata;
    const owner = controllerOf(pod);
    return [
      owner ? `owner ${owner.uid}` : `orphan ${namespace}`,
      ...Object.entries(labels).map(([key, value]) => `label ${namespace} ${key}=${value}`),
    ];
  };

  store.subscribe(({ kind, object, previous, type }) => {
    if (kind !== 'Pod') return;
    const { uid } = object.metadata;
    const kept = new Set(type === 'DELETED' ? [] : keysOf(object as Pod));
    for (const key of previous ? keysOf(previous as Pod) : []) {
      if (kept.has(key)) continue;
      const shelf = shelves.get(key);
      shelf?.delete(uid);
      if (shelf?.size === 0) shelves.delete(key);
    }
    for (const key of kept) {
      const shelf = shelves.get(key) ?? new Map<string, Pod>();
      shelves.set(key, shelf.set(uid, object as Pod));
    }
  });

  const at = (key: string): Pod[] => [...(shelves.get(key)?.values() ?? [])];
  return {
    ownedBy: (uid) => at(`owner ${uid}`),
    orphans: (namespace) => at(`orphan ${namespace}`),
    labelled: (namespace, labels) => {
      const pairs = Object.entries(labels ?? {});
      if (pairs.length === 0) return [];
      const sizes = pairs.map(([key, value]) => `label ${namespace} ${key}=${value}`);
      const [smallest = ''] = sizes.toSorted((a, b) => (shelves.get(a)?.size ?? 0) - (shelves.get(b)?.size ?? 0));
      return at(smallest).filter(({ metadata }) => hasPairs(labels, metadata.labels));
    },
  };
};
