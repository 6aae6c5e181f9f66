/** Delays before a key is tried again. */
export interface Backoff {
  /** Milliseconds until the next try of a key that has failed; undefined for one that has not, which starts afresh. */
  next(key: string, hasFailed: boolean): number | undefined;
}

const first = 5;
const longest = 1_000_000;

/** As client-go's work queue does: twice as long after each failure in a row. */
export const createBackoff = (): Backoff => {
  const failures = new Map<string, number>();
  return {
    next: (key, hasFailed) => {
      const count = failures.get(key) ?? 0;
      if (hasFailed) failures.set(key, count + 1);
      else failures.delete(key);
      return hasFailed ? Math.min(first * 2 ** count, longest) : undefined;
    },
  };
};
