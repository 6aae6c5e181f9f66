import type { Diagnostic } from '../core/diagnostic.ts';
import { isAnyRunStart, isRunEvent } from '../core/event-check.ts';
import { eventVersion, type RunEvent } from '../core/events.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { excerpt } from '../core/visible.ts';

export interface ReadRecord {
  events: RunEvent[];
  /** The last line is cut off, or zero bytes follow it: the writer was killed, or the machine lost power. */
  torn: boolean;
  /** One for each damaged line, at most 20. */
  diagnostics: Diagnostic[];
}

const mostDiagnostics = 20;

/**
 * The text of a journal → its events. Never throws. A cut last line is the ordinary end of a killed run. Damage before it
 * may hide a failure, so it becomes a trouble of the run: a damaged record never counts as passed.
 */
export const readRecord = (text: string, file = 'events.ndjson'): ReadRecord => {
  const kept = text.replace(/^\uFEFF/, '').replace(/\0+$/, '');
  const lines = kept.split('\n');
  const events: RunEvent[] = [];
  const diagnostics: Diagnostic[] = [];
  let torn = /\0$/.test(text);
  let damaged = 0;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const value = parseLine(line);
    if (isAnyRunStart(value) && isNewer(value)) {
      // The shapes of the events that follow are unknown here; the fold refuses the record and says why.
      events.push(newerStart(value));
      break;
    }
    if (isRunEvent(value)) events.push(value);
    else if (index === lines.length - 1) torn = true;
    else {
      damaged += 1;
      if (damaged <= mostDiagnostics) diagnostics.push(damage(line, index + 1, file));
    }
  }
  const at = events.at(-1)?.at;
  const [first] = diagnostics;
  if (first && at !== undefined) {
    const message = `${damaged} ${damaged === 1 ? 'line' : 'lines'} of the record cannot be read. ${first.message}`;
    const diagnostic = { ...first, message };
    events.push({ type: 'trouble', at, trouble: { phase: 'report', outcome: 'error', diagnostic } });
  }
  return { events, torn, diagnostics };
};

const parseLine = (line: string): JsonValue | undefined => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

interface NewerStart extends JsonObject {
  at: string;
  version: number;
}

const isNewer = (value: unknown): value is NewerStart => (value as NewerStart).version > eventVersion;

const newerStart = ({ at, version, runId, tool }: NewerStart): RunEvent => ({
  type: 'run:start',
  at,
  version,
  runId: typeof runId === 'string' ? runId : '',
  tool: typeof tool === 'string' ? tool : '',
  seed: 0,
  provider: '',
  plan: [],
});

const damage = (line: string, number: number, file: string): Diagnostic => ({
  code: 'record-damaged',
  message: `Line ${number} is not an event: ${excerpt(line)}`,
  span: { file, line: number, column: 1, endLine: number, endColumn: line.length + 1 },
});
