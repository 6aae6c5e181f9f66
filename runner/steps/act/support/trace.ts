import { ApiError } from '../../../cluster/api-error.ts';
import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { objectTitle, referenceTo } from '../../kubernetes/selection.ts';
import { compareSubset } from '../../kubernetes/subset.ts';
import { restore } from '../../kubernetes/undo.ts';
import type { StepContext } from '../../step.ts';

/** What a write that should be refused leaves behind if it is not. */
export interface Trace {
  /** Whether it left something after all. */
  isLeft(): Promise<boolean>;
  /** Removes what the write stored, now, and says what was done. */
  takeBack(): Promise<string>;
  /** The write stored nothing: nothing is to be undone, not even at the end. */
  isNothing(): void;
}

/**
 * Remembers what is there before a write. Outside the scenario's namespace the undoing is registered beforehand: an
 * answer that is lost may have been a yes.
 */
export const watchTrace = async (object: KubernetesObject, context: StepContext): Promise<Trace> => {
  const { api } = context.cluster;
  const before = await stored(object, context);
  let clean = false;
  const undo = async (signal: AbortSignal): Promise<void> => {
    if (clean) return;
    if (before) await restore(before, api, signal);
    else await api.delete(referenceTo(object), { graceSeconds: 0, signal });
    clean = true;
  };
  if (object.metadata.namespace !== context.namespace) context.onCleanup(`take back ${objectTitle(object)}`, undo);
  return {
    isLeft: async () => hasMore(object, before, await stored(object, context)),
    isNothing: () => {
      clean = true;
    },
    takeBack: async () => {
      try {
        await undo(context.signal);
        return before ? 'It was made again what it was before.' : 'It was deleted again.';
      } catch (cause) {
        return `It could not be taken back: ${cause instanceof Error ? cause.message : String(cause)}`;
      }
    },
  };
};

/** A name that is no segment of a path is refused before it is looked for: nothing can be there. */
const stored = async (
  object: KubernetesObject,
  { cluster, signal }: StepContext,
): Promise<KubernetesObject | undefined> => {
  try {
    return await cluster.api.get(referenceTo(object), signal);
  } catch (cause) {
    if (cause instanceof ApiError && cause.status === 400) return undefined;
    throw cause;
  }
};

/** An object that was not there, or one that has more of the manifest than before. What controllers write does not count. */
const hasMore = (
  manifest: KubernetesObject,
  before: KubernetesObject | undefined,
  after: KubernetesObject | undefined,
): boolean => {
  if (!before || !after) return after !== undefined;
  const missing = (object: KubernetesObject) => compareSubset(manifest, object).differences.length;
  return missing(after) < missing(before);
};
