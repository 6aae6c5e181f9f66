import type { Clock } from '../core/clock.ts';
import type { Random } from '../core/random.ts';
import type { KubernetesApi, ObjectQuery } from './cluster.ts';

/** Milliseconds between the end of a watch and the next list; doubles while requests fail, with jitter above the first. */
const shortestPause = 50;
const longestPause = 1_000;

/** The reason why a watch ends. Created once: a new error with its stack costs more than the watch. */
const nobodyListens = new Error('nobody listens any more');

export interface Feed {
  /** Calls `notify` after each possible change until `signal` fires. */
  add(notify: () => void, signal: AbortSignal): void;
  close(): void;
}

export interface FeedOptions {
  clock: Clock;
  random: Random;
  /** The last listener has left, and the feed has ended. */
  onIdle(): void;
}

type Api = Pick<KubernetesApi, 'list' | 'watch'>;

/** Follows all objects of one kind in one namespace (or in all) for as long as somebody listens. */
class WatchFeed implements Feed {
  readonly #api: Api;
  readonly #query: ObjectQuery;
  readonly #options: FeedOptions;
  readonly #listeners = new Set<() => void>();
  readonly #stop = new AbortController();
  #failures = 0;

  constructor(api: Api, query: ObjectQuery, options: FeedOptions) {
    this.#api = api;
    this.#query = query;
    this.#options = options;
  }

  add(notify: () => void, signal: AbortSignal): void {
    if (this.#listeners.size === 0) this.#run().catch(() => undefined);
    this.#listeners.add(notify);
    signal.addEventListener('abort', () => this.#remove(notify), { once: true });
  }

  close(): void {
    this.#stop.abort();
  }

  #remove(notify: () => void): void {
    this.#listeners.delete(notify);
    if (this.#listeners.size > 0) return;
    this.#stop.abort(nobodyListens);
    this.#options.onIdle();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      // The cause does not matter: an expired version, a closed watch and an absent server all need a new list.
      await this.#follow().catch(() => undefined);
      this.#failures++;
      await this.#options.clock.sleep(this.#pause(), signal).catch(() => undefined);
    }
  }

  async #follow(): Promise<void> {
    const { signal } = this.#stop;
    const { resourceVersion } = await this.#api.list(this.#query, signal);
    // Changes before this list may have been missed.
    this.#notify();
    for await (const { type } of this.#api.watch(this.#query, resourceVersion, signal)) {
      this.#failures = 0;
      if (type !== 'BOOKMARK') this.#notify();
    }
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }

  #pause(): number {
    const ceiling = Math.min(shortestPause * 2 ** this.#failures, longestPause);
    return shortestPause + this.#options.random() * (ceiling - shortestPause);
  }
}

/** A feed of all objects of the query's kind and namespace; it ignores selectors. */
export const createFeed = (api: Api, { apiVersion, kind, namespace }: ObjectQuery, options: FeedOptions): Feed =>
  new WatchFeed(api, { apiVersion, kind, ...(namespace !== undefined && { namespace }) }, options);
