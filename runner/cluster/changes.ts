import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import { createFeed, type Feed } from './change-feed.ts';
import type { KubernetesApi, ObjectQuery } from './cluster.ts';

/** One waiter's view of the objects it asked for. */
export interface Subscription {
  /**
   * Resolves true as soon as an object may have changed since the subscription or since the last call, false after
   * `within` milliseconds. Also true when a new list closes a gap in which a change could have been missed.
   * Never waits longer, whatever became of the watch. Rejects only with the subscription's signal's reason.
   */
  changed(within: number): Promise<boolean>;
}

export interface Changes {
  /** Ends with `signal`. Selectors are not looked at: any change of the kind in the namespace counts. */
  subscribe(queries: readonly ObjectQuery[], signal: AbortSignal): Subscription;
  /** Ends all watches; waiters still get their answer. */
  close(): void;
}

const keyOf = ({ apiVersion, kind, namespace = '' }: ObjectQuery): string => `${apiVersion}/${kind}/${namespace}`;

const createSubscription = (clock: Clock, signal: AbortSignal): Subscription & { notify(): void } => {
  let dirty = false;
  const waiting = new Set<() => void>();
  return {
    notify() {
      dirty = true;
      for (const wake of waiting) wake();
    },
    async changed(within) {
      const woken = new AbortController();
      const wake = (): void => woken.abort();
      if (!dirty) {
        waiting.add(wake);
        await clock.sleep(within, AbortSignal.any([signal, woken.signal])).catch(() => undefined);
        waiting.delete(wake);
      }
      signal.throwIfAborted();
      const hasChanged = dirty || woken.signal.aborted;
      dirty = false;
      return hasChanged;
    },
  };
};

/** One list and watch for each kind and namespace, shared by all who wait for it and ended with the last of them. */
export const createChanges = (api: Pick<KubernetesApi, 'list' | 'watch'>, clock: Clock, random: Random): Changes => {
  const feeds = new Map<string, Feed>();
  let closed = false;

  const feedOf = (query: ObjectQuery): Feed => {
    const key = keyOf(query);
    const feed = feeds.get(key) ?? createFeed(api, query, { clock, random, onIdle: () => feeds.delete(key) });
    feeds.set(key, feed);
    return feed;
  };

  return {
    subscribe(queries, signal) {
      const subscription = createSubscription(clock, signal);
      if (closed || signal.aborted) return subscription;
      const watched = new Map(queries.map((query) => [keyOf(query), query]));
      for (const query of watched.values()) feedOf(query).add(subscription.notify, signal);
      return subscription;
    },
    close() {
      closed = true;
      for (const feed of feeds.values()) feed.close();
      feeds.clear();
    },
  };
};
