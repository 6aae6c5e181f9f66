import type { Io, Signal } from './io.ts';

/** npm and terminals send a signal twice within a moment; that is one wish. */
const samePress = 1_000;

export interface Interruption {
  /** Fires with the first signal: stop, report, clean. */
  signal: AbortSignal;
  /** The first signal's name. */
  readonly name: Signal | undefined;
  close(): void;
}

/** Watches for signals. The first asks for an orderly end; the next, a second later or more, calls `onSecond`. */
export const watchInterruption = (
  io: Io,
  onFirst: (name: Signal) => void,
  onSecond: (name: Signal) => void,
): Interruption => {
  const controller = new AbortController();
  let name: Signal | undefined;
  let at = 0;
  const close = io.onSignal((received) => {
    if (name === undefined) {
      name = received;
      at = io.clock.now();
      onFirst(received);
      controller.abort(new Error(`interrupted by ${received}`));
    } else if (io.clock.now() - at >= samePress) onSecond(name);
  });
  return {
    signal: controller.signal,
    get name() {
      return name;
    },
    close,
  };
};
