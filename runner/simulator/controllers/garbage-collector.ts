import type { Meta, Unstructured } from '../objects/metadata.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf } from './controller.ts';

const ownersOf = (object: Unstructured | undefined) => (object?.metadata as Meta | undefined)?.ownerReferences ?? [];

/** Removes what its owners left behind: https://kubernetes.io/docs/concepts/architecture/garbage-collection/ */
export const garbageCollector = (context: Context): Controller => {
  const { store } = context;
  /** Owner UID → keys (kind namespace name) of its dependents. */
  const dependents = new Map<string, Set<string>>();
  /** UID → where the living object is. */
  const alive = new Map<string, string>();
  const nameOf = ({ kind, metadata }: Unstructured): string => `${kind} ${metadata.namespace ?? ''} ${metadata.name}`;

  const find = (text: string): Unstructured | undefined => {
    const [kind = '', namespace = '', name = ''] = text.split(' ');
    return store.get(kind, namespace || undefined, name) as Unstructured | undefined;
  };

  const dependentsOf = (uid: string): Unstructured[] =>
    [...(dependents.get(uid) ?? [])].flatMap((text) => find(text) ?? []);

  /** A dependent that outlived its owner is the last to name it: nothing is kept of an owner without any. */
  const forget = (uid: string, dependent: string): void => {
    const left = dependents.get(uid);
    left?.delete(dependent);
    if (left?.size === 0) dependents.delete(uid);
  };

  const dropFinalizer = (object: Unstructured, finalizer: string): void => {
    const finalizers = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
    const { namespace, name } = object.metadata;
    store.put({ ...object, metadata: { ...object.metadata, finalizers } });
    if (finalizers.length === 0) store.remove(object.kind, namespace, name);
  };

  /** An owner with a finalizer of the collector: its dependents first. */
  const release = (owner: Unstructured): void => {
    const { uid, finalizers = [] } = owner.metadata;
    if (finalizers.includes('orphan')) {
      for (const each of dependentsOf(uid))
        context.setMetadata(each, { ownerReferences: ownersOf(each).filter((reference) => reference.uid !== uid) });
      dropFinalizer(owner, 'orphan');
      return;
    }
    if (!finalizers.includes('foregroundDeletion')) return;
    const left = dependentsOf(uid);
    for (const each of left) if (!each.metadata.deletionTimestamp) context.remove(each, { propagation: 'Foreground' });
    if (dependentsOf(uid).length === 0) dropFinalizer(owner, 'foregroundDeletion');
  };

  return {
    name: 'garbage-collector',
    concerns: (change) => {
      const { object, previous, type } = change;
      for (const { uid } of ownersOf(previous)) forget(uid, nameOf(object));
      if (type === 'DELETED') alive.delete(object.metadata.uid);
      else {
        alive.set(object.metadata.uid, nameOf(object));
        for (const { uid } of ownersOf(object)) {
          const set = dependents.get(uid) ?? new Set<string>();
          dependents.set(uid, set.add(nameOf(object)));
        }
      }
      const keys: string[] = [];
      if (type === 'DELETED' && dependents.has(object.metadata.uid)) keys.push(keyOf('gone', object.metadata.uid));
      const { deletionTimestamp, finalizers = [] } = object.metadata as Meta;
      if (
        deletionTimestamp &&
        type !== 'DELETED' &&
        finalizers.some((each) => each === 'orphan' || each === 'foregroundDeletion')
      )
        keys.push(keyOf('release', nameOf(object)));
      // A dependent that went may have been the last that its owner waited for.
      if (type === 'DELETED') for (const { uid } of ownersOf(previous)) keys.push(keyOf('owner', uid));
      if (type === 'ADDED' && ownersOf(object).some(({ uid }) => !alive.has(uid)))
        keys.push(keyOf('check', nameOf(object)));
      return keys;
    },
    reconcile: (key) => {
      const slash = key.indexOf('/');
      const what = key.slice(0, slash);
      const text = key.slice(slash + 1);
      if (what === 'release') {
        const owner = find(text);
        if (owner) release(owner);
        return undefined;
      }
      if (what === 'owner') {
        const owner = find(alive.get(text) ?? '');
        if (owner?.metadata.deletionTimestamp) release(owner);
        return undefined;
      }
      const orphans = what === 'check' ? [find(text)] : dependentsOf(text);
      for (const each of orphans)
        if (each && ownersOf(each).length > 0 && ownersOf(each).every(({ uid }) => !alive.has(uid)))
          context.remove(each);
      if (what === 'gone') dependents.delete(text);
      return undefined;
    },
  };
};
