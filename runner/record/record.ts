import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { RunEvent } from '../core/events.ts';

/** The journal of a run: `<dir>/<runId>/events.ndjson`, one event a line, each line one write(2). */
export interface RunJournal {
  readonly path: string;
  /** Why nothing is recorded: the file could not be made. */
  readonly fault?: Diagnostic;
  /**
   * In the file at once. Asked onto the disk when the run ends and after each scenario, but not more often than every
   * `syncPause`. Returns the first fault; a later success writes what is missing first.
   */
  write(event: RunEvent): Diagnostic | undefined;
  close(): Diagnostic | undefined;
}

/** Milliseconds between two requests to the disk: each takes some milliseconds, as long as a simulated scenario. */
export const syncPause = 250;

/** Never throws: on a disk that is full or read-only the run goes on without its record, and knows it. */
export const openRecord = (dir: string, runId: string, clock: Pick<Clock, 'now'>): RunJournal => {
  const path = join(dir, runId, 'events.ndjson');
  let descriptor: number;
  try {
    mkdirSync(join(dir, runId), { recursive: true });
    // Exclusive: two runs never write into one record.
    descriptor = openSync(path, 'ax', 0o644);
  } catch (cause) {
    return { path, fault: unwritable(path, cause), write: () => undefined, close: () => undefined };
  }
  let open = true;
  let told = false;
  let owed = false;
  let syncedAt = Number.NEGATIVE_INFINITY;
  // What is not on the disk yet. A write that stopped in the middle goes on where it stopped, so no line is torn by it.
  let rest = Buffer.alloc(0);

  const attempt = (work: () => void): Diagnostic | undefined => {
    try {
      work();
      return undefined;
    } catch (cause) {
      if (told) return undefined;
      told = true;
      return unwritable(path, cause);
    }
  };

  const flush = (sync: boolean): void => {
    while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
    if (!sync) return;
    fsyncSync(descriptor);
    syncedAt = clock.now();
    owed = false;
  };

  const isDue = ({ type }: RunEvent): boolean => {
    if (type === 'scenario:end') owed = true;
    return type === 'run:end' || (owed && clock.now() - syncedAt >= syncPause);
  };

  return {
    path,
    write(event) {
      if (!open) return undefined;
      const line = Buffer.from(`${JSON.stringify(event)}\n`);
      rest = rest.length > 0 ? Buffer.concat([rest, line]) : line;
      return attempt(() => flush(isDue(event)));
    },
    close() {
      if (!open) return undefined;
      open = false;
      const fault = attempt(() => flush(true));
      return attempt(() => closeSync(descriptor)) ?? fault;
    },
  };
};

const unwritable = (path: string, cause: unknown): Diagnostic => ({
  code: 'report-unwritable',
  message: `The run's record ${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
  hint: 'The run goes on, but its results cannot be rendered again later.',
});
