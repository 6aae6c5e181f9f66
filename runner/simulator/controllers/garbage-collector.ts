import type { Change } from '../api/store.ts';
import type { OwnerReference, Unstructured } from '../objects/metadata.ts';
import type { Context } from './context.ts';
import { type Controller, keyOf, splitKey } from './controller.ts';

const ownersOf = (object: Unstructured | undefined): readonly OwnerReference[] =>
  object?.metadata.ownerReferences ?? [];

/** Where an object is: kind, namespace, name. */
const placeOf = ({ kind, metadata }: Unstructured): string => `${kind} ${metadata.namespace ?? ''} ${metadata.name}`;

const finalizersOfCollector = ['orphan', 'foregroundDeletion'];

/** Removes the objects whose owners are gone: https://kubernetes.io/docs/concepts/architecture/garbage-collection/ */
export class GarbageCollector implements Controller {
  readonly name = 'garbage-collector';
  readonly #context: Context;
  /** UID of an owner → places of its dependents. */
  readonly #dependents = new Map<string, Set<string>>();
  /** UID → place of the living object. */
  readonly #alive = new Map<string, string>();

  constructor(context: Context) {
    this.#context = context;
  }

  concerns(change: Change): string[] {
    this.#follow(change);
    const { object, previous, type } = change;
    const { uid, deletionTimestamp, finalizers = [] } = object.metadata;
    if (type === 'DELETED')
      return [
        ...(this.#dependents.has(uid) ? [keyOf('gone', uid)] : []),
        // A deleted dependent may have been the last that its owner waited for.
        ...ownersOf(previous).map((owner) => keyOf('owner', owner.uid)),
      ];
    const isHeld = deletionTimestamp && finalizers.some((each) => finalizersOfCollector.includes(each));
    const lacksOwner = type === 'ADDED' && ownersOf(object).some((owner) => !this.#alive.has(owner.uid));
    return [
      ...(isHeld ? [keyOf('release', placeOf(object))] : []),
      ...(lacksOwner ? [keyOf('check', placeOf(object))] : []),
    ];
  }

  reconcile(key: string): undefined {
    const [task, subject] = splitKey(key);
    if (task === 'release') this.#release(this.#find(subject));
    else if (task === 'owner') {
      const owner = this.#find(this.#alive.get(subject) ?? '');
      if (owner?.metadata.deletionTimestamp) this.#release(owner);
    } else {
      const candidates = task === 'check' ? [this.#find(subject)] : this.#dependentsOf(subject);
      for (const each of candidates) if (each && this.#isOrphan(each)) this.#context.remove(each);
      if (task === 'gone') this.#dependents.delete(subject);
    }
  }

  #isOrphan(object: Unstructured): boolean {
    const owners = ownersOf(object);
    return owners.length > 0 && owners.every(({ uid }) => !this.#alive.has(uid));
  }

  /** Keeps both maps up to date. */
  #follow({ object, previous, type }: Change): void {
    for (const { uid } of ownersOf(previous)) this.#forget(uid, placeOf(object));
    if (type === 'DELETED') {
      this.#alive.delete(object.metadata.uid);
      return;
    }
    this.#alive.set(object.metadata.uid, placeOf(object));
    for (const { uid } of ownersOf(object)) {
      const places = this.#dependents.get(uid) ?? new Set<string>();
      this.#dependents.set(uid, places.add(placeOf(object)));
    }
  }

  /** A dependent that outlived its owner is the last to name it: an owner without dependents is forgotten. */
  #forget(uid: string, dependent: string): void {
    const left = this.#dependents.get(uid);
    left?.delete(dependent);
    if (left?.size === 0) this.#dependents.delete(uid);
  }

  #find(place: string): Unstructured | undefined {
    const [kind = '', namespace = '', name = ''] = place.split(' ');
    return this.#context.store.get(kind, namespace || undefined, name);
  }

  #dependentsOf(uid: string): Unstructured[] {
    return [...(this.#dependents.get(uid) ?? [])].flatMap((place) => this.#find(place) ?? []);
  }

  /** Does for an owner what its finalizers ask for: its dependents become orphans, or go before it. */
  #release(owner: Unstructured | undefined): void {
    const { uid = '', finalizers = [] } = owner?.metadata ?? {};
    if (!owner) return;
    if (finalizers.includes('orphan')) {
      for (const each of this.#dependentsOf(uid)) {
        const ownerReferences = ownersOf(each).filter((reference) => reference.uid !== uid);
        this.#context.setMetadata(each, { ownerReferences });
      }
      this.#dropFinalizer(owner, 'orphan');
    } else if (finalizers.includes('foregroundDeletion')) {
      for (const each of this.#dependentsOf(uid))
        if (!each.metadata.deletionTimestamp) this.#context.remove(each, { propagation: 'Foreground' });
      if (this.#dependentsOf(uid).length === 0) this.#dropFinalizer(owner, 'foregroundDeletion');
    }
  }

  #dropFinalizer(object: Unstructured, finalizer: string): void {
    const { store } = this.#context;
    const finalizers = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
    const { namespace, name } = object.metadata;
    store.put({ ...object, metadata: { ...object.metadata, finalizers } });
    if (finalizers.length === 0) store.remove(object.kind, namespace, name);
  }
}
