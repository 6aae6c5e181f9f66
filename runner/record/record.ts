import { closeSync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { RunEvent } from '../core/events.ts';

/** The journal of a run: `<dir>/<runId>/events.ndjson`, one event a line, each line one write(2). */
export interface RunJournal {
  readonly path: string;
  /** Why nothing is recorded: the file could not be created. */
  readonly fault?: Diagnostic;
  /**
   * Appends to the file at once. Flushes the file to the disk when the run ends and after each scenario, but not more
   * often than every `syncPause`. Returns the first fault; a later write that succeeds first writes what is missing.
   */
  write(event: RunEvent): Diagnostic | undefined;
  close(): Diagnostic | undefined;
}

/** Milliseconds between two flushes to the disk: each takes some milliseconds, as long as a simulated scenario. */
export const syncPause = 250;

class FileJournal implements RunJournal {
  readonly path: string;
  readonly #descriptor: number;
  readonly #clock: Pick<Clock, 'now'>;
  #open = true;
  #reported = false;
  /** A scenario has ended since the last flush. */
  #owed = false;
  #syncedAt = Number.NEGATIVE_INFINITY;
  /** The bytes that are not written yet. A write that stopped midway goes on where it stopped, so no line is torn. */
  #rest = Buffer.alloc(0);

  constructor(path: string, descriptor: number, clock: Pick<Clock, 'now'>) {
    this.path = path;
    this.#descriptor = descriptor;
    this.#clock = clock;
  }

  write(event: RunEvent): Diagnostic | undefined {
    if (!this.#open) return undefined;
    const line = Buffer.from(`${JSON.stringify(event)}\n`);
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, line]) : line;
    return this.#attempt(() => this.#flush(this.#isDue(event)));
  }

  close(): Diagnostic | undefined {
    if (!this.#open) return undefined;
    this.#open = false;
    const fault = this.#attempt(() => this.#flush(true));
    return this.#attempt(() => closeSync(this.#descriptor)) ?? fault;
  }

  #attempt(work: () => void): Diagnostic | undefined {
    try {
      work();
      return undefined;
    } catch (cause) {
      if (this.#reported) return undefined;
      this.#reported = true;
      return unwritable(this.path, cause);
    }
  }

  #flush(sync: boolean): void {
    while (this.#rest.length > 0) this.#rest = this.#rest.subarray(writeSync(this.#descriptor, this.#rest));
    if (!sync) return;
    fsyncSync(this.#descriptor);
    this.#syncedAt = this.#clock.now();
    this.#owed = false;
  }

  #isDue({ type }: RunEvent): boolean {
    if (type === 'scenario:end') this.#owed = true;
    return type === 'run:end' || (this.#owed && this.#clock.now() - this.#syncedAt >= syncPause);
  }
}

/** Never throws: if the disk is full or read-only, the run goes on without a record, and reports that. */
export const openRecord = (dir: string, runId: string, clock: Pick<Clock, 'now'>): RunJournal => {
  const path = join(dir, runId, 'events.ndjson');
  try {
    mkdirSync(join(dir, runId), { recursive: true });
    // Exclusive: two runs never write into one record.
    return new FileJournal(path, openSync(path, 'ax', 0o644), clock);
  } catch (cause) {
    return { path, fault: unwritable(path, cause), write: () => undefined, close: () => undefined };
  }
};

const unwritable = (path: string, cause: unknown): Diagnostic => ({
  code: 'report-unwritable',
  message: `The record of the run, ${path}, cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
  hint: 'The run goes on, but no report can be made from its record later.',
});
