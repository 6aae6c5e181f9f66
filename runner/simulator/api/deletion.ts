import type { Clock } from '../../core/clock.ts';
import type { Meta, Unstructured } from '../objects/metadata.ts';
import type { ObjectKey, Registry } from './registry.ts';
import type { Resource } from './resources.ts';
import { conflict, type StatusError } from './status.ts';
import type { Store } from './store.ts';
import { formatTime } from './timestamp.ts';

export interface DeleteOptions {
  /** Pods: how long they may take to stop; 0 removes the object at once. */
  graceSeconds?: number;
  propagation?: 'Background' | 'Foreground' | 'Orphan';
  dryRun?: boolean;
  preconditions?: { uid?: string; resourceVersion?: string };
}

export interface Deleted {
  object: Unstructured;
  /** False while finalizers or the pod's processes hold it. */
  gone: boolean;
}

const mustMatch = (resource: Resource, object: Unstructured, { preconditions = {} }: DeleteOptions): void => {
  const { uid, resourceVersion } = preconditions;
  const { metadata } = object;
  // These messages name the kind where others name the resource.
  const refuse = (what: string, asked: string, found: string | undefined, why: string): StatusError =>
    conflict(
      { ...resource, plural: resource.kind },
      metadata.name,
      `the ${what} in the precondition (${asked}) does not match the ${what} in record (${found}). The object might have been ${why}`,
    );
  if (uid && uid !== metadata.uid) throw refuse('UID', uid, metadata.uid, 'deleted and then recreated');
  if (resourceVersion && resourceVersion !== metadata.resourceVersion)
    throw refuse('ResourceVersion', resourceVersion, metadata.resourceVersion, 'modified');
};

const finalizerOf = { Foreground: 'foregroundDeletion', Orphan: 'orphan', Background: '' } as const;

/** The object as it is when its deletion has begun; the same when that was so before. */
const mark = (object: Unstructured, seconds: number, finalizer: string, now: number): Unstructured => {
  const { deletionTimestamp, deletionGracePeriodSeconds = seconds, finalizers = [] } = object.metadata;
  const shorter = Math.min(deletionGracePeriodSeconds, seconds);
  if (deletionTimestamp && shorter === deletionGracePeriodSeconds) return object;
  const metadata: Meta = {
    ...object.metadata,
    deletionTimestamp: formatTime(new Date(now + shorter * 1000)),
    deletionGracePeriodSeconds: shorter,
    ...(finalizer && !finalizers.includes(finalizer) && { finalizers: [...finalizers, finalizer] }),
  };
  if (metadata.generation !== undefined) metadata.generation += 1;
  return { ...object, metadata };
};

export type Deletion = (key: ObjectKey, options?: DeleteOptions) => Deleted;

/** https://kubernetes.io/docs/concepts/architecture/garbage-collection/ */
export const createDeletion =
  (store: Store, registry: Registry, clock: Clock): Deletion =>
  ({ kind, namespace, name }, options = {}) => {
    const { resource } = kind;
    const object = registry.get(kind, namespace, name);
    mustMatch(resource, object, options);
    const finalizer = finalizerOf[options.propagation ?? 'Background'];
    const seconds = kind.gracePeriod?.(object, options.graceSeconds);
    const waits = seconds !== undefined || finalizer !== '' || (object.metadata.finalizers?.length ?? 0) > 0;
    if (options.dryRun) return { object, gone: !waits };
    if (!waits) {
      store.remove(resource.kind, object.metadata.namespace, name);
      return { object, gone: true };
    }
    const marked = mark(object, seconds ?? 0, finalizer, clock.date().getTime());
    const next = kind.prepareForDelete?.(marked) ?? marked;
    return { object: next === object ? object : store.put(next), gone: false };
  };
