import { abortable, type Clock, underDeadline } from '../core/clock.ts';

export type Undo = (signal: AbortSignal) => Promise<void>;

const timeIsOver = 'the time for cleaning up ran out';
const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** What could not be undone, and why. */
export interface Leftover {
  title: string;
  message: string;
}

export interface CleanupStack {
  push(title: string, undo: Undo): void;
  /** Undoes everything, last first. Never rejects: what fails or outlasts the budget is returned. */
  run(): Promise<Leftover[]>;
}

/**
 * Whatever sets up registers its undoing here. The budget (milliseconds) is the stack's own: it starts with `run`,
 * so that a run which used up its time still cleans. One failure does not skip the rest.
 */
export const createCleanup = (clock: Clock, budget: number): CleanupStack => {
  const entries: { title: string; undo: Undo }[] = [];
  return {
    push: (title, undo) => entries.push({ title, undo }),
    async run() {
      const leftovers: Leftover[] = [];
      const end = clock.now() + budget;
      for (let entry = entries.pop(); entry; entry = entries.pop()) {
        const { title, undo } = entry;
        const left = end - clock.now();
        // What is left after a limit has rung is a fraction that nothing can be done in.
        if (left < 1) {
          leftovers.push({ title, message: timeIsOver });
          continue;
        }
        await underDeadline(clock, left, undefined, (signal) =>
          // An undoing that ignores its signal must not hold up the rest.
          abortable(undo(signal), signal).catch((cause: unknown) => {
            leftovers.push({ title, message: signal.aborted ? timeIsOver : messageOf(cause) });
          }),
        );
      }
      return leftovers;
    },
  };
};
