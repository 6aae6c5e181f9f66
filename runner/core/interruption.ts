import type { Io, Signal } from './io.ts';

/** npm and terminals send a signal twice within a moment: that is one wish of the user. */
const samePress = 1_000;

export interface Interruption {
  /** Fires with the first signal: stop, report, clean up. */
  readonly signal: AbortSignal;
  /** The first signal's name. */
  readonly name: Signal | undefined;
  close(): void;
}

class SignalInterruption implements Interruption {
  readonly #controller = new AbortController();
  readonly #close: () => void;
  #name: Signal | undefined;
  #at = 0;

  constructor({ onSignal, clock }: Io, onFirst: (name: Signal) => void, onSecond: (name: Signal) => void) {
    this.#close = onSignal((received) => {
      if (this.#name === undefined) {
        this.#name = received;
        this.#at = clock.now();
        onFirst(received);
        this.#controller.abort(new Error(`interrupted by ${received}`));
      } else if (clock.now() - this.#at >= samePress) onSecond(this.#name);
    });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get name(): Signal | undefined {
    return this.#name;
  }

  close(): void {
    this.#close();
  }
}

/** Watches for signals. The first asks for an orderly end; another one at least a second later calls `onSecond`. */
export const watchInterruption = (
  io: Io,
  onFirst: (name: Signal) => void,
  onSecond: (name: Signal) => void,
): Interruption => new SignalInterruption(io, onFirst, onSecond);
