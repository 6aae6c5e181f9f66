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
  /** Writes to standard output. It may throw; a reader that went away ends that text and nothing else. */
  out(text: string): void;
  clock: Clock;
  /** What relative files are relative to. */
  cwd: string;
  /** Makes the names of drafts this run's own: the run's id. */
  runId: string;
  /** Told of a report that could not be made, once each, while the run goes on. */
  onTrouble(trouble: Trouble): void;
}

export interface Outputs {
  write(event: RunEvent): void;
  /** Writes the last texts, at once and synchronously: also on the way out. Returns what is not where it should be. */
  finish(): Trouble[];
}

/** Between two redraws of a terminal, in milliseconds. */
const redrawPause = 100;
/** Between two looks for a document that is behind, in milliseconds. */
const refreshPause = 1_000;
/** Columns of a stream in a file: there is no terminal to fit. */
const fileWidth = 100;

/** Hands events to reporters and owns where their texts go. Throws a DiagnosticError for files that cannot be written. */
export const openOutputs = (options: OutputOptions): Outputs => {
  const { clock, interactive, onTrouble } = options;
  const sinks = openSinks(options);
  const ended = new AbortController();
  let open = true;

  const collect = (work: (sink: Sink) => Trouble | undefined): Trouble[] =>
    sinks.map(work).filter((trouble) => trouble !== undefined);

  const tick = async (pause: number): Promise<void> => {
    for (;;) {
      await clock.sleep(pause, ended.signal);
      const at = clock.date().toISOString();
      for (const trouble of collect((sink) => sink.add({ type: 'tick', at }))) onTrouble(trouble);
    }
  };
  // It ends by its signal, which is no fault.
  tick(interactive ? redrawPause : refreshPause).catch(() => undefined);

  return {
    write(event) {
      if (!open) return;
      // Told after all have the event: what is told comes back here as an event of its own.
      for (const trouble of collect((sink) => sink.add(event))) onTrouble(trouble);
    },
    finish() {
      if (!open) return [];
      open = false;
      ended.abort();
      return collect((sink) => sink.end());
    },
  };
};

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
