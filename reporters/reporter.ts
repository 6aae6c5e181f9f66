import type { RunEvent } from '../runner/core/events.ts';
import { startFold } from '../runner/core/fold.ts';
import type { RunRecord } from '../runner/core/result.ts';

/** Time has passed: redraws the elapsed time of running steps. It is never recorded. */
export interface Tick {
  type: 'tick';
  /** ISO 8601 in UTC. */
  at: string;
}

export interface ReporterOptions {
  color: boolean;
  /** Columns. */
  width: number;
  /** True if the last lines can be redrawn. */
  interactive: boolean;
  /** True: only ASCII marks. Default false. */
  ascii?: boolean;
  /** One of the reporter's `profiles`; the first by default. */
  profile?: string;
}

/** A report that is being written. Pure and synchronous, so that it can also be finished while the process ends. */
export interface Rendering {
  /** Returns the text that this event adds to a stream; a document adds nothing before its end. */
  add(input: RunEvent | Tick): string;
  /** Returns the last text of a stream, or a whole document of the events so far, which may be called repeatedly. */
  end(): string;
}

/** One format: events in, text out. It opens nothing, prints nothing and reads no environment. */
export interface Reporter {
  name: string;
  /** One line for the help. */
  summary: string;
  /** A stream is written event by event. A document is replaced as a whole, so that it is valid and true at any moment. */
  kind: 'stream' | 'document';
  /** The extension of its files, without the dot. */
  extension: string;
  profiles: readonly string[];
  start(options: ReporterOptions): Rendering;
  create(events: AsyncIterable<RunEvent | Tick>, options: ReporterOptions): AsyncIterable<string>;
}

type Parts = Omit<Reporter, 'kind' | 'create' | 'start' | 'profiles'> & { profiles?: readonly string[] };

const createWith = (start: Reporter['start']): Reporter['create'] =>
  async function* (events, options) {
    const rendering = start(options);
    for await (const event of events) {
      const text = rendering.add(event);
      if (text) yield text;
    }
    const last = rendering.end();
    if (last) yield last;
  };

export const defineStream = (parts: Parts & Pick<Reporter, 'start'>): Reporter => ({
  profiles: [],
  ...parts,
  kind: 'stream',
  create: createWith(parts.start),
});

/** A reporter that is a function of the record. */
export const defineDocument = ({
  render,
  ...parts
}: Parts & { render: (record: RunRecord, options: ReporterOptions) => string }): Reporter => {
  const start: Reporter['start'] = (options) => {
    const folding = startFold();
    return {
      add(input) {
        if (input.type !== 'tick') folding.add(input);
        return '';
      },
      end: () => render(folding.record(), options),
    };
  };
  return { profiles: [], ...parts, kind: 'document', start, create: createWith(start) };
};
