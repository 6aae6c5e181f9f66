import type { Clock } from '../../../core/clock.ts';
import { UnreachableError } from '../../api-error.ts';
import type { KubernetesApi, KubernetesObject, ObjectQuery } from '../../cluster.ts';

export interface AwaitOptions {
  clock: Clock;
  signal: AbortSignal;
}

/** Resolves when the objects of a query satisfy `holds`. Follows them by a list and a watch, and does not poll. */
export const awaitObjects = async (
  api: Pick<KubernetesApi, 'list' | 'watch'>,
  query: ObjectQuery,
  holds: (objects: readonly KubernetesObject[]) => boolean,
  { clock, signal }: AwaitOptions,
): Promise<readonly KubernetesObject[]> => {
  for (;;) {
    try {
      const found = await lookOnce(api, query, holds, signal);
      if (found) return found;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof UnreachableError) && !isStatus(error)) throw error;
    }
    await clock.sleep(50, signal);
  }
};

const isStatus = (error: unknown): boolean => error instanceof Error && error.name === 'ApiError';

const keyOf = ({ metadata }: KubernetesObject): string => `${metadata.namespace ?? ''}/${metadata.name}`;

const lookOnce = async (
  api: Pick<KubernetesApi, 'list' | 'watch'>,
  query: ObjectQuery,
  holds: (objects: readonly KubernetesObject[]) => boolean,
  signal: AbortSignal,
): Promise<readonly KubernetesObject[] | undefined> => {
  const { items, resourceVersion } = await api.list(query, signal);
  const known = new Map(items.map((each) => [keyOf(each), each]));
  if (holds(items)) return items;
  const stop = new AbortController();
  try {
    for await (const { type, object } of api.watch(query, resourceVersion, AbortSignal.any([signal, stop.signal]))) {
      if (type === 'BOOKMARK') continue;
      if (type === 'DELETED') known.delete(keyOf(object));
      else known.set(keyOf(object), object);
      if (holds([...known.values()])) return [...known.values()];
    }
  } finally {
    stop.abort();
  }
  signal.throwIfAborted();
  return undefined;
};

/** The status of a condition of an object: True, False or Unknown; undefined if it has none of that type. */
export const conditionOf = (object: KubernetesObject, type: string): string | undefined => {
  const conditions = (object['status'] as { conditions?: { type?: string; status?: string }[] } | undefined)
    ?.conditions;
  return conditions?.find((each) => each.type === type)?.status;
};
