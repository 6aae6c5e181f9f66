import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import { createFeed, type Feed } from './change-feed.ts';
import type { KubernetesApi, ObjectQuery } from './cluster.ts';

/** The changes of the objects that one waiter asked for. */
export interface Subscription {
  /**
   * Resolves true as soon as an object may have changed since the subscription or since the last call, false after
   * `within` milliseconds. Also true when a new list closes a gap in which a change could have been missed.
   * Never waits longer, even if the watch fails. Rejects only with the reason of the subscription's signal.
   */
  changed(within: number): Promise<boolean>;
}

export interface Changes {
  /** Ends with `signal`. Ignores selectors: any change of the kind in the namespace counts. */
  subscribe(queries: readonly ObjectQuery[], signal: AbortSignal): Subscription;
  /** Ends all watches; waiters still get their answer. */
  close(): void;
}

const keyOf = ({ apiVersion, kind, namespace = '' }: ObjectQuery): string => `${apiVersion}/${kind}/${namespace}`;

class ChangeSubscription implements Subscription {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #waiting = new Set<() => void>();
  #dirty = false;

  constructor(clock: Clock, signal: AbortSignal) {
    this.#clock = clock;
    this.#signal = signal;
  }

  notify(): void {
    this.#dirty = true;
    for (const wake of this.#waiting) wake();
  }

  async changed(within: number): Promise<boolean> {
    const woken = new AbortController();
    const wake = (): void => woken.abort();
    if (!this.#dirty) {
      this.#waiting.add(wake);
      await this.#clock.sleep(within, AbortSignal.any([this.#signal, woken.signal])).catch(() => undefined);
      this.#waiting.delete(wake);
    }
    this.#signal.throwIfAborted();
    const hasChanged = this.#dirty || woken.signal.aborted;
    this.#dirty = false;
    return hasChanged;
  }
}

type Api = Pick<KubernetesApi, 'list' | 'watch'>;

/** One list and watch for each kind and namespace, shared by all who wait for it; it ends when the last of them leaves. */
class SharedChanges implements Changes {
  readonly #api: Api;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #feeds = new Map<string, Feed>();
  #closed = false;

  constructor(api: Api, clock: Clock, random: Random) {
    this.#api = api;
    this.#clock = clock;
    this.#random = random;
  }

  subscribe(queries: readonly ObjectQuery[], signal: AbortSignal): Subscription {
    const subscription = new ChangeSubscription(this.#clock, signal);
    if (this.#closed || signal.aborted) return subscription;
    const watched = new Map(queries.map((query) => [keyOf(query), query]));
    for (const query of watched.values()) this.#feedOf(query).add(() => subscription.notify(), signal);
    return subscription;
  }

  close(): void {
    this.#closed = true;
    for (const feed of this.#feeds.values()) feed.close();
    this.#feeds.clear();
  }

  #feedOf(query: ObjectQuery): Feed {
    const key = keyOf(query);
    const onIdle = (): void => {
      this.#feeds.delete(key);
    };
    const options = { clock: this.#clock, random: this.#random, onIdle };
    const feed = this.#feeds.get(key) ?? createFeed(this.#api, query, options);
    this.#feeds.set(key, feed);
    return feed;
  }
}

export const createChanges = (api: Api, clock: Clock, random: Random): Changes => new SharedChanges(api, clock, random);
