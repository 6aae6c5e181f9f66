import type { Clock } from '../core/clock.ts';

export interface StartGate {
  /** Runs `work` when its turn has come. The next one may start when it ends or has run for the gate's `hold`. */
  enter<Value>(work: () => Promise<Value>, signal?: AbortSignal): Promise<Value>;
}

/** Lets few start at the same time, in order, while those that run for long hold nobody up. Times in milliseconds. */
export const createStartGate = (width: number, hold: number, clock: Clock): StartGate => {
  const waiting: (() => void)[] = [];
  let free = width;

  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free++;
  };

  const turn = async (signal?: AbortSignal): Promise<void> => {
    if (free > 0) {
      free--;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = (): void => {
      const index = waiting.indexOf(resolve);
      if (index >= 0) waiting.splice(index, 1);
      reject(signal?.reason);
    };
    waiting.push(resolve);
    signal?.addEventListener('abort', giveUp, { once: true });
    await promise.finally(() => signal?.removeEventListener('abort', giveUp));
  };

  return {
    async enter(work, signal) {
      signal?.throwIfAborted();
      await turn(signal);
      const over = new AbortController();
      // Whichever comes first, the end of the work or the end of the hold, gives the place away, once.
      clock
        .sleep(hold, over.signal)
        .catch(() => undefined)
        .then(leave, leave);
      return work().finally(() => over.abort());
    },
  };
};
