import { ApiError } from '../../../cluster/api-error.ts';
import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { objectTitle, referenceTo } from '../../kubernetes/selection.ts';
import { compareSubset } from '../../kubernetes/subset.ts';
import { restore } from '../../kubernetes/undo.ts';
import type { StepContext } from '../../step.ts';

/** The effects of a write that the API server should have refused. */
export class Trace {
  readonly #object: KubernetesObject;
  readonly #context: StepContext;
  readonly #before: KubernetesObject | undefined;
  #isClean = false;

  private constructor(object: KubernetesObject, context: StepContext, before: KubernetesObject | undefined) {
    this.#object = object;
    this.#context = context;
    this.#before = before;
  }

  /**
   * Reads what is stored before the write. Outside the scenario's namespace it registers the clean-up beforehand: if
   * the answer is lost, the write may have succeeded.
   */
  static async before(object: KubernetesObject, context: StepContext): Promise<Trace> {
    const trace = new Trace(object, context, await stored(object, context));
    if (object.metadata.namespace !== context.namespace)
      context.onCleanup(`take back ${objectTitle(object)}`, (signal) => trace.#undo(signal));
    return trace;
  }

  /** Whether the write stored something although it was refused. */
  async isLeft(): Promise<boolean> {
    return hasMore(this.#object, this.#before, await stored(this.#object, this.#context));
  }

  /** Notes that the write stored nothing: there is nothing to undo, not even at the end of the scenario. */
  isNothing(): void {
    this.#isClean = true;
  }

  /** Removes what the write stored, now. Returns a sentence that says how. */
  async takeBack(): Promise<string> {
    try {
      await this.#undo(this.#context.signal);
      return this.#before ? 'The object was restored to its former state.' : 'The object was deleted again.';
    } catch (cause) {
      return `The change could not be undone: ${cause instanceof Error ? cause.message : String(cause)}`;
    }
  }

  async #undo(signal: AbortSignal): Promise<void> {
    if (this.#isClean) return;
    const { api } = this.#context.cluster;
    if (this.#before) await restore(this.#before, api, signal);
    else await api.delete(referenceTo(this.#object), { graceSeconds: 0, signal });
    this.#isClean = true;
  }
}

/**
 * The API server refuses a name that cannot be a segment of a path before it looks for it: nothing can be stored there.
 */
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

/** Whether the object is new, or has more of the manifest's values than before. Changes by controllers do not count. */
const hasMore = (
  manifest: KubernetesObject,
  before: KubernetesObject | undefined,
  after: KubernetesObject | undefined,
): boolean => {
  if (!before || !after) return after !== undefined;
  const missing = (object: KubernetesObject) => compareSubset(manifest, object).differences.length;
  return missing(after) < missing(before);
};
