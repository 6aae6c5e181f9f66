import { isDeepStrictEqual } from 'node:util';
import type { Cluster, KubernetesApi, KubernetesObject } from '../../cluster/cluster.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { StepContext } from '../step.ts';
import { objectTitle, referenceTo } from './selection.ts';

/** The part of a step's context that is needed to register a clean-up. */
export type UndoContext = Pick<StepContext, 'namespace' | 'signal' | 'onCleanup'> & { cluster: Pick<Cluster, 'api'> };

/**
 * Whether an object is in one of the scenario's namespaces, which are deleted at the end with everything in them. The
 * names of the additional namespaces begin with the name of the first one.
 */
const isOwn = ({ metadata }: KubernetesObject, { namespace }: UndoContext): boolean =>
  metadata.namespace === namespace || metadata.namespace?.startsWith(`${namespace}-`) === true;

/**
 * Registers the clean-up of an object that is about to be written outside the scenario's namespaces: if it did not
 * exist before it is deleted, otherwise it is restored. It is registered before the write, because a write may have
 * succeeded even if its answer is lost. The returned function takes the object after the write.
 */
export const undoLater = async (
  object: KubernetesObject,
  context: UndoContext,
): Promise<(after: KubernetesObject) => void> => {
  if (isOwn(object, context)) return () => undefined;
  const { api } = context.cluster;
  const reference = referenceTo(object);
  const before = await api.get(reference, context.signal);
  if (before) return restoreLater(before, context);
  context.onCleanup(`delete ${objectTitle(object)}`, async (signal) => {
    await api.delete(reference, { signal });
  });
  return () => undefined;
};

/**
 * Registers that an object outside the scenario's namespaces is restored. The returned function takes the object after
 * the write, so that only this write is undone, and not later changes by others.
 */
export const restoreLater = (
  before: KubernetesObject,
  context: UndoContext,
  subresource?: string,
): ((after: KubernetesObject) => void) => {
  let after: KubernetesObject | undefined;
  if (!isOwn(before, context))
    context.onCleanup(`restore ${objectTitle(before)}`, (signal) =>
      restore(before, context.cluster.api, signal, { after, subresource }),
    );
  return (written) => {
    after = written;
  };
};

/**
 * Undoes the change of an object from `before` to `after` (by default, to its current state). The status is only
 * restored if the status was written. An object that no longer exists, or another one of its name, is not changed.
 */
export const restore = async (
  before: KubernetesObject,
  api: KubernetesApi,
  signal: AbortSignal,
  { after, subresource }: { after?: KubernetesObject | undefined; subresource?: string | undefined } = {},
): Promise<void> => {
  const reference = referenceTo(before);
  const now = await api.get(reference, signal);
  if (!now || now.metadata.uid !== before.metadata.uid) return;
  // The answer to a write of the subresource scale is a Scale.
  const from = after?.kind === before.kind ? after : now;
  const patch = mergePatchBetween(writable(from), writable(before));
  if (patch) await api.patch(reference, 'merge', patch, { signal });
  if (subresource !== 'status') return;
  const status = mergePatchBetween(statusOf(from), statusOf(before));
  if (status) await api.patch(reference, 'merge', status, { signal, subresource });
};

/** The fields of an object that people write. */
const writable = ({ metadata, status: _status, ...rest }: KubernetesObject): JsonObject => ({
  ...rest,
  metadata: {
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    // A merge patch replaces a list as a whole, so a list that did not exist is removed as a whole.
    ...(metadata['finalizers'] !== undefined && { finalizers: metadata['finalizers'] }),
    ...(metadata['ownerReferences'] !== undefined && { ownerReferences: metadata['ownerReferences'] }),
  },
});

const statusOf = ({ status }: KubernetesObject): JsonObject => ({ status: status ?? {} });

/** The merge patch (RFC 7386) that turns one object into another. Undefined if they are the same. */
export const mergePatchBetween = (from: JsonObject, to: JsonObject): JsonObject | undefined => {
  const changes: JsonObject = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [old, wanted] = [from[key], to[key]];
    if (isDeepStrictEqual(old, wanted)) continue;
    changes[key] = isObject(old) && isObject(wanted) ? mergePatchBetween(old, wanted) : (wanted ?? null);
  }
  return Object.keys(changes).length > 0 ? changes : undefined;
};
