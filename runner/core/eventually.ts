import type { Clock } from './clock.ts';

export interface EventuallyOptions {
  clock: Clock;
  /** How long to keep looking, from the first look. 0: look once. */
  within: number;
  signal?: AbortSignal;
  /** First pause between looks, in milliseconds. Default 20. */
  pause?: number;
  /** Pauses grow by half up to this. Default 500. */
  longestPause?: number;
  /** How to pause, and for how long at most; the clock's sleep by default. A watcher returns early when something changed. */
  wait?: (milliseconds: number, left: number) => Promise<unknown>;
  /** Told of each look that did not hold. */
  onMiss?: (attempt: number) => void;
}

export interface Eventual<Value> {
  value: Value;
  held: boolean;
  attempts: number;
  elapsed: number;
}

/**
 * The only waiting loop of the tool: looks at once, then with growing pauses, until `holds` or the time is over.
 * Keeps the last look, so that a timeout can say what was seen. Rejects only with the signal's reason or the look's own error.
 */
export const eventually = async <Value>(
  look: (attempt: number) => Promise<Value>,
  holds: (value: Value) => boolean,
  { clock, within, signal, pause = 20, longestPause = 500, wait, onMiss }: EventuallyOptions,
): Promise<Eventual<Value>> => {
  const start = clock.now();
  const rest = wait ?? ((milliseconds: number) => clock.sleep(milliseconds, signal));
  let length = pause;
  for (let attempts = 1; ; attempts++) {
    signal?.throwIfAborted();
    const value = await look(attempts);
    const elapsed = clock.now() - start;
    if (holds(value)) return { value, held: true, attempts, elapsed };
    if (elapsed >= within) return { value, held: false, attempts, elapsed };
    onMiss?.(attempts);
    const left = within - elapsed;
    await rest(Math.min(length, left), left);
    length = Math.min(length * 1.5, longestPause);
  }
};
