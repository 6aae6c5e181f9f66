import { resolve } from 'node:path';
import type { Reporter, ReporterOptions } from '../../reporters/reporter.ts';
import type { Clock } from '../core/clock.ts';
import { type Diagnostic, DiagnosticError } from '../core/diagnostic.ts';
import type { RunEvent } from '../core/events.ts';
import type { Trouble } from '../core/result.ts';
import { type Destination, openDestination } from './destination.ts';
import type { OutputRequest } from './reporter-requests.ts';
import { documentSink, type Sink, streamSink } from './sink.ts';

export interface OutputOptions extends Omit<ReporterOptions, 'profile'> {
  requests: readonly OutputRequest[];
  /** Writes to standard output. It may throw; a closed pipe ends only the text that goes there. */
  out(text: string): void;
  clock: Clock;
  /** The folder that relative paths start from. */
  cwd: string;
  /** The run's id: makes the names of drafts unique to this run. */
  runId: string;
  /** Called once for each report that cannot be written, while the run goes on. */
  onTrouble(trouble: Trouble): void;
}

export interface Outputs {
  write(event: RunEvent): void;
  /** Writes the last texts, synchronously: also while the process ends. Returns a trouble for each report that is not written. */
  finish(): Trouble[];
}

/** Milliseconds between two redraws of a terminal. */
const redrawPause = 100;
/** Milliseconds between two checks for a document that lacks an event. */
const refreshPause = 1_000;
/** Columns of a stream in a file, which has no terminal to fit. */
const fileWidth = 100;

/** Passes events to reporters, and owns the places of their texts. */
class ReporterOutputs implements Outputs {
  readonly #options: OutputOptions;
  readonly #sinks: readonly Sink[];
  readonly #ended = new AbortController();
  #open = true;

  constructor(options: OutputOptions) {
    this.#options = options;
    this.#sinks = openSinks(options);
    // It ends by its signal, which is not a fault.
    this.#tick(options.interactive ? redrawPause : refreshPause).catch(() => undefined);
  }

  write(event: RunEvent): void {
    if (!this.#open) return;
    // Troubles are reported after all sinks have the event, because each trouble comes back here as an event.
    for (const trouble of this.#collect((sink) => sink.add(event))) this.#options.onTrouble(trouble);
  }

  finish(): Trouble[] {
    if (!this.#open) return [];
    this.#open = false;
    this.#ended.abort();
    return this.#collect((sink) => sink.end());
  }

  #collect(work: (sink: Sink) => Trouble | undefined): Trouble[] {
    return this.#sinks.map(work).filter((trouble) => trouble !== undefined);
  }

  async #tick(pause: number): Promise<void> {
    const { clock, onTrouble } = this.#options;
    for (;;) {
      await clock.sleep(pause, this.#ended.signal);
      const at = clock.date().toISOString();
      for (const trouble of this.#collect((sink) => sink.add({ type: 'tick', at }))) onTrouble(trouble);
    }
  }
}

/** Throws a DiagnosticError that lists the files that cannot be written. */
export const openOutputs = (options: OutputOptions): Outputs => new ReporterOutputs(options);

const openSinks = ({ requests, cwd, runId, ...options }: OutputOptions): Sink[] => {
  const diagnostics: Diagnostic[] = [];
  const sinks: Sink[] = [];
  for (const [index, { reporter, profile, file }] of requests.entries()) {
    const destination = file === undefined ? undefined : openDestination(resolve(cwd, file), file, `${runId}-${index}`);
    if (destination && 'code' in destination) diagnostics.push(destination);
    else sinks.push(sinkOf(reporter, profile, destination, options));
  }
  if (diagnostics.length === 0) return sinks;
  throw new DiagnosticError(...diagnostics);
};

const sinkOf = (
  reporter: Reporter,
  profile: string | undefined,
  destination: Destination | undefined,
  { out, clock, color, width, interactive, ascii = false }: Omit<OutputOptions, 'requests' | 'cwd' | 'runId'>,
): Sink => {
  const shown = destination ? { color: false, width: fileWidth, interactive: false } : { color, width, interactive };
  const rendering = reporter.start({ ...shown, ascii, ...(profile !== undefined && { profile }) });
  const make = reporter.kind === 'stream' ? streamSink : documentSink;
  return make({ reporter: reporter.name, rendering, destination, out, clock });
};
