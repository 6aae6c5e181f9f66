import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type { KubernetesApi, ObjectQuery } from './cluster.ts';

/** Milliseconds between a watch that ended and the next list; doubles while nothing works, with jitter above the first. */
const shortestPause = 50;
const longestPause = 1_000;

/** Why a watch ends. Made once: an error of its own, with a stack, costs more than the watch. */
const nobodyListens = new Error('nobody listens any more');

export interface Feed {
  /** Calls `notify` after each possible change until `signal` fires. */
  add(notify: () => void, signal: AbortSignal): void;
  close(): void;
}

export interface FeedOptions {
  clock: Clock;
  random: Random;
  /** The last listener is gone and the feed has ended. */
  onIdle(): void;
}

/** Follows all objects of one kind in one namespace (or in all) for as long as somebody listens. */
export const createFeed = (
  api: Pick<KubernetesApi, 'list' | 'watch'>,
  { apiVersion, kind, namespace }: ObjectQuery,
  { clock, random, onIdle }: FeedOptions,
): Feed => {
  const query: ObjectQuery = { apiVersion, kind, ...(namespace !== undefined && { namespace }) };
  const listeners = new Set<() => void>();
  const stop = new AbortController();
  let failures = 0;

  const notify = (): void => {
    for (const listener of listeners) listener();
  };

  const follow = async (): Promise<void> => {
    const { resourceVersion } = await api.list(query, stop.signal);
    // What happened before this list, nobody saw.
    notify();
    for await (const { type } of api.watch(query, resourceVersion, stop.signal)) {
      failures = 0;
      if (type !== 'BOOKMARK') notify();
    }
  };

  const pause = (): number => {
    const ceiling = Math.min(shortestPause * 2 ** failures, longestPause);
    return shortestPause + random() * (ceiling - shortestPause);
  };

  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      // The reason does not matter: a version too old, a closed watch and a server that is away all need a new list.
      await follow().catch(() => undefined);
      failures++;
      await clock.sleep(pause(), stop.signal).catch(() => undefined);
    }
  };

  return {
    add(notifyListener, signal) {
      if (listeners.size === 0) run().catch(() => undefined);
      listeners.add(notifyListener);
      const remove = (): void => {
        listeners.delete(notifyListener);
        if (listeners.size > 0) return;
        stop.abort(nobodyListens);
        onIdle();
      };
      signal.addEventListener('abort', remove, { once: true });
    },
    close: () => stop.abort(),
  };
};
