import type { Clock } from '../core/clock.ts';

export interface StartGate {
  /** Runs `work` when its turn comes. The next one may start when this one has ended or has run for the gate's `hold`. */
  enter<Value>(work: () => Promise<Value>, signal?: AbortSignal): Promise<Value>;
}

/** Lets few start at the same time, in order; a start that takes long holds nobody up. Times in milliseconds. */
class FairGate implements StartGate {
  readonly #hold: number;
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(width: number, hold: number, clock: Clock) {
    this.#free = width;
    this.#hold = hold;
    this.#clock = clock;
  }

  async enter<Value>(work: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
    signal?.throwIfAborted();
    await this.#turn(signal);
    const over = new AbortController();
    const leave = (): void => this.#leave();
    // The end of the work or the end of the hold, whichever comes first, frees the place, once.
    this.#clock
      .sleep(this.#hold, over.signal)
      .catch(() => undefined)
      .then(leave, leave);
    return work().finally(() => over.abort());
  }

  async #turn(signal?: AbortSignal): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const giveUp = (): void => {
      const index = this.#waiting.indexOf(resolve);
      if (index >= 0) this.#waiting.splice(index, 1);
      reject(signal?.reason);
    };
    this.#waiting.push(resolve);
    signal?.addEventListener('abort', giveUp, { once: true });
    await promise.finally(() => signal?.removeEventListener('abort', giveUp));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}

/** At most `width` works start within `hold` milliseconds. */
export const createStartGate = (width: number, hold: number, clock: Clock): StartGate =>
  new FairGate(width, hold, clock);
