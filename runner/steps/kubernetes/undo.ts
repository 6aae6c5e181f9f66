import { isDeepStrictEqual } from 'node:util';
import type { Cluster, KubernetesApi, KubernetesObject } from '../../cluster/cluster.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { StepContext } from '../step.ts';
import { objectTitle, referenceTo } from './selection.ts';

/** What registering an undoing takes; a step's context has it. */
export type UndoContext = Pick<StepContext, 'namespace' | 'signal' | 'onCleanup'> & { cluster: Pick<Cluster, 'api'> };

/**
 * The scenario's own namespaces go with all that is in them, so what lives there needs no undoing. The names of those beside
 * the first begin with its name.
 */
const isOwn = ({ metadata }: KubernetesObject, { namespace }: UndoContext): boolean =>
  metadata.namespace === namespace || metadata.namespace?.startsWith(`${namespace}-`) === true;

/**
 * Registers, before an object is written, that outside the scenario's namespaces nothing is left of it: what did not exist
 * before is deleted, and what did becomes again what it was. The answer takes what the write made of the object. It comes
 * before the write because a write whose answer is lost may have happened.
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
 * Registers that an object outside the scenario's namespace becomes again what it was. The answer takes what the write
 * made of it, so that only this is undone and not what others changed since.
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
 * Makes an object again what it was before it became `after`, by default what it is now. Its status belongs to its
 * controllers, unless that is what was written; an object that is gone, or another one of its name, is left alone.
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
  // A write through `scale` answers with a Scale.
  const from = after?.kind === before.kind ? after : now;
  const patch = mergePatchBetween(writable(from), writable(before));
  if (patch) await api.patch(reference, 'merge', patch, { signal });
  if (subresource !== 'status') return;
  const status = mergePatchBetween(statusOf(from), statusOf(before));
  if (status) await api.patch(reference, 'merge', status, { signal, subresource });
};

/** What a person writes of an object. */
const writable = ({ metadata, status: _status, ...rest }: KubernetesObject): JsonObject => ({
  ...rest,
  metadata: {
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    // A list is replaced as a whole, so one that was not there goes as a whole.
    ...(metadata['finalizers'] !== undefined && { finalizers: metadata['finalizers'] }),
    ...(metadata['ownerReferences'] !== undefined && { ownerReferences: metadata['ownerReferences'] }),
  },
});

const statusOf = ({ status }: KubernetesObject): JsonObject => ({ status: status ?? {} });

/** The merge patch (RFC 7386) that turns one object into another; undefined when they are the same. */
export const mergePatchBetween = (from: JsonObject, to: JsonObject): JsonObject | undefined => {
  const changes: JsonObject = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [old, wanted] = [from[key], to[key]];
    if (isDeepStrictEqual(old, wanted)) continue;
    changes[key] = isObject(old) && isObject(wanted) ? mergePatchBetween(old, wanted) : (wanted ?? null);
  }
  return Object.keys(changes).length > 0 ? changes : undefined;
};
