import type { Clock } from './clock.ts';

export interface EventuallyOptions {
  clock: Clock;
  /** Milliseconds to keep looking, from the first look. 0: look once. */
  within: number;
  signal?: AbortSignal;
  /** First pause between looks, in milliseconds. Default 20. */
  pause?: number;
  /** Each pause is half as long again as the one before, up to this. Default 500. */
  longestPause?: number;
  /** Pauses; by default the clock's sleep. A watcher returns early when an object changes; `left` is the longest it may take. */
  wait?: (milliseconds: number, left: number) => Promise<unknown>;
  /** Called after each look that did not hold, if another one follows. */
  onMiss?: (attempt: number) => void;
}

export interface Eventual<Value> {
  value: Value;
  held: boolean;
  attempts: number;
  elapsed: number;
}

/**
 * The one loop that waits for a state: looks at once, and again after growing pauses, until `holds` is true or the time is
 * over. Keeps the last look, so that a timeout can say what was seen. Rejects only with the signal's reason or the error of a look.
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
