import type { RunEvent } from '../runner/core/events.ts';
import { startFold } from '../runner/core/fold.ts';
import type { RunRecord } from '../runner/core/result.ts';

/** Time went by: what makes a running step's elapsed time move. Sent to interactive streams only, never recorded. */
export interface Tick {
  type: 'tick';
  /** ISO 8601 in UTC. */
  at: string;
}

export interface ReporterOptions {
  color: boolean;
  /** Columns. */
  width: number;
  /** True when what was written last can be redrawn. */
  interactive: boolean;
  /** Marks of ASCII only. Default false. */
  ascii?: boolean;
  /** One of the reporter's `profiles`; the first by default. */
  profile?: string;
}

/** A report in the making: pure and synchronous, so that it can also be finished while the process is going down. */
export interface Rendering {
  /** What this event adds to a stream; a document adds nothing before its end. */
  add(input: RunEvent | Tick): string;
  /** The last text of a stream, or the whole document of what came so far (as often as asked). */
  end(): string;
}

/** One format: events in, text out. It opens nothing, prints nothing and reads no environment. */
export interface Reporter {
  name: string;
  /** One line for the help. */
  summary: string;
  /** A stream is written as it goes. A document is replaced as a whole: it is valid and truthful at any moment. */
  kind: 'stream' | 'document';
  /** Of a file that holds it, without the dot. */
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
