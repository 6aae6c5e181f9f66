const firstDelay = 5;
const maxDelay = 1_000_000;

/** Delays before a key is tried again, as client-go's work queue has them: twice as long after each failure in a row. */
export class Backoff {
  readonly #failures = new Map<string, number>();

  /** Milliseconds until the next try of a key that has failed; undefined for one that has not, which starts afresh. */
  next(key: string, hasFailed: boolean): number | undefined {
    const count = this.#failures.get(key) ?? 0;
    if (hasFailed) this.#failures.set(key, count + 1);
    else this.#failures.delete(key);
    return hasFailed ? Math.min(firstDelay * 2 ** count, maxDelay) : undefined;
  }
}
