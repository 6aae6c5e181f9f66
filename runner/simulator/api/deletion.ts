import type { Clock } from '../../core/clock.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { Meta, Pod, Unstructured } from '../objects/objects.ts';
import { formatTime, type Registry } from './registry.ts';
import type { Resource } from './resources.ts';
import { resourceOf } from './resources.ts';
import { conflict, type StatusError } from './status.ts';
import type { Store } from './store.ts';

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

/** Seconds a pod gets to stop. One that no node runs, or that has ended, goes at once. */
const graceOf = (pod: Pod, asked: number | undefined): number => {
  if (!pod.spec.nodeName || pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed') return 0;
  return Math.max(asked ?? pod.spec.terminationGracePeriodSeconds ?? 30, 0);
};

const finalizerOf = { Foreground: 'foregroundDeletion', Orphan: 'orphan', Background: '' } as const;

/** https://kubernetes.io/docs/concepts/architecture/garbage-collection/ */
export const createDeletion = (
  store: Store,
  registry: Registry,
  clock: Clock,
): ((resource: Resource, namespace: string | undefined, name: string, options?: DeleteOptions) => Deleted) => {
  const mark = (object: Unstructured, seconds: number, finalizer: string): Unstructured => {
    const { deletionTimestamp, deletionGracePeriodSeconds = seconds, finalizers = [] } = object.metadata;
    const shorter = Math.min(deletionGracePeriodSeconds, seconds);
    if (deletionTimestamp && shorter === deletionGracePeriodSeconds) return object;
    const due = new Date(clock.date().getTime() + shorter * 1000);
    const metadata: Meta = {
      ...object.metadata,
      deletionTimestamp: formatTime(due),
      deletionGracePeriodSeconds: shorter,
      ...(finalizer && !finalizers.includes(finalizer) && { finalizers: [...finalizers, finalizer] }),
    };
    if (metadata.generation !== undefined) metadata.generation += 1;
    return { ...object, metadata };
  };

  return (resource, namespace, name, options = {}) => {
    const object = registry.get(resource, namespace, name);
    mustMatch(resource, object, options);
    const finalizer = finalizerOf[options.propagation ?? 'Background'];
    const seconds = resource.kind === 'Pod' ? graceOf(object as unknown as Pod, options.graceSeconds) : 0;
    const held = (object.metadata.finalizers?.length ?? 0) > 0 || finalizer !== '';
    const waits = held || seconds > 0 || resource.kind === 'Namespace';
    if (options.dryRun) return { object, gone: !waits };
    if (!waits) {
      store.remove(resource.kind, object.metadata.namespace, name);
      return { object, gone: true };
    }
    let marked = mark(object, seconds, finalizer);
    if (resource.kind === 'Namespace') {
      const status = isObject(marked['status']) ? marked['status'] : {};
      marked = { ...marked, status: { ...status, phase: 'Terminating' } };
    }
    return { object: marked === object ? object : store.put(marked), gone: false };
  };
};

/** Deletes by kind, for the cluster's own controllers; one that is gone already is no fault. */
export const deleteQuietly = (
  store: Store,
  remove: ReturnType<typeof createDeletion>,
  object: { kind: string; metadata: JsonObject & { name: string; namespace?: string } },
  options: DeleteOptions = {},
): void => {
  const resource = resourceOf(object.kind);
  const { namespace, name } = object.metadata;
  if (resource && store.get(object.kind, namespace, name)) remove(resource, namespace, name, options);
};
