import { abortable, type Clock, underDeadline } from '../core/clock.ts';

export type Undo = (signal: AbortSignal) => Promise<void>;

const timeIsOver = 'the time for cleaning up ran out';
const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** A clean-up that failed, and why. */
export interface Leftover {
  title: string;
  message: string;
}

export interface CleanupStack {
  push(title: string, undo: Undo): void;
  /** Runs every clean-up, the last one first. Never rejects: returns those that failed or ran out of time. */
  run(): Promise<Leftover[]>;
}

/**
 * Every set-up registers its clean-up here. The stack has a budget of its own (milliseconds) that starts with `run`, so
 * that a run that used up its time still cleans up. One failure does not skip the rest.
 */
class BoundedCleanup implements CleanupStack {
  readonly #clock: Clock;
  readonly #budget: number;
  readonly #entries: { title: string; undo: Undo }[] = [];

  constructor(clock: Clock, budget: number) {
    this.#clock = clock;
    this.#budget = budget;
  }

  push(title: string, undo: Undo): void {
    this.#entries.push({ title, undo });
  }

  async run(): Promise<Leftover[]> {
    const leftovers: Leftover[] = [];
    const end = this.#clock.now() + this.#budget;
    for (let entry = this.#entries.pop(); entry; entry = this.#entries.pop()) {
      const { title, undo } = entry;
      const left = end - this.#clock.now();
      // After a limit rang, a fraction of a millisecond may be left, which is too short for any work.
      if (left < 1) {
        leftovers.push({ title, message: timeIsOver });
        continue;
      }
      await underDeadline(this.#clock, left, undefined, (signal) =>
        // A clean-up that ignores its signal must not hold up the rest.
        abortable(undo(signal), signal).catch((cause: unknown) => {
          leftovers.push({ title, message: signal.aborted ? timeIsOver : messageOf(cause) });
        }),
      );
    }
    return leftovers;
  }
}

export const createCleanup = (clock: Clock, budget: number): CleanupStack => new BoundedCleanup(clock, budget);
