import type { ScriptOutput } from '../exec.ts';
import { type HttpOutcome, outcomeOf } from '../http/outcome.ts';
import { readRecords } from './transcript.ts';

/** What the requests of a time are counted under. */
export type ProberPhase = 'before' | 'during' | 'after';

/** `new`: a connection for each request. `open`: one for all of them. */
export type ProberConnection = 'new' | 'open';

/** Makes requests all the time, until it is stopped. */
export interface Prober {
  /** Requests that begin from now on are of this phase. */
  enter(phase: ProberPhase): Promise<void>;
  /** Ends it and tells of every request. */
  stop(): Promise<ProberRecord[]>;
  /** Ends it, whatever became of it: its process must not outlive the step. */
  abandon(signal: AbortSignal): Promise<void>;
}

/** One request of a prober. */
export interface ProberRecord {
  /** When it began. */
  phase: ProberPhase;
  outcome: HttpOutcome;
  status?: number;
  /** Connections that were opened for it. */
  connects: number;
  /** Milliseconds. */
  latency: number;
  /** curl's own words on its failure; empty otherwise. */
  error: string;
}

const phaseOf = (text: string, last: ProberPhase): ProberPhase =>
  text === 'before' || text === 'during' || text === 'after' ? text : last;

const errorLine = /^curl: \((\d+)\).*$/m;

/** `200 1 0.001 0.002` of curl's write-out: status, connections, and seconds until connected and in all. */
const recordOf = (phase: ProberPhase, written: string, exit: number, error: string): ProberRecord => {
  const [code = '', connects = '', connect = '', total = ''] = written.trim().split(' ');
  const status = Number(code);
  // On a connection that was open already no time tells; curl waits for bytes only where there is a connection.
  const connected = Number(connect.replace(',', '.')) > 0 || /with \d+ bytes received/.test(error);
  return {
    phase,
    outcome: outcomeOf(exit, connected, error),
    ...(status > 0 && { status }),
    connects: Number(connects),
    latency: Math.round(Number(total.replace(',', '.')) * 1_000_000) / 1_000 || 0,
    error,
  };
};

/** Of separate processes each record has its phase and exit code; the last line is what curl was told to write. */
export const readSeparate = ({ stdout }: ScriptOutput, mark: string): ProberRecord[] => {
  let phase: ProberPhase = 'before';
  return readRecords(stdout, mark).map(({ words: [named = '', exit = ''], text }) => {
    phase = phaseOf(named, phase);
    return readOne(phase, Number(exit), text);
  });
};

/** What one process printed, on both streams. */
export const readOne = (phase: ProberPhase, exit: number, text: string): ProberRecord => {
  const written = /^\d{3} \d+ [\d.,]+ [\d.,]+$/m.exec(text)?.[0] ?? '';
  return recordOf(phase, written, exit, errorLine.exec(text)?.[0] ?? '');
};

/**
 * Of one process: the phase, which a file gave, then the answer, in turn. The last phase is missing when the prober was
 * stopped; the last answer has failed when the prober stopped itself.
 */
export const readShared = ({ stdout, stderr }: ScriptOutput, mark: string): ProberRecord[] => {
  const [first = '', ...parts] = `\n${stdout}`.split(`\n${mark} `);
  const records: ProberRecord[] = [];
  let phase = phaseOf(first.trim(), 'before');
  const error = errorLine.exec(stderr);
  const isStopped = error?.[1] === couldNotRead;
  for (let index = 0; index + 1 < parts.length; index += 2) {
    // The part after a file's line is empty; the part after an answer's line starts with the next phase.
    const [written = '', ...next] = (parts[index + 1] ?? '').split('\n');
    const isLast = index + 3 >= parts.length;
    const isBroken = isLast && !isStopped && error !== null;
    records.push(recordOf(phase, written, isBroken ? Number(error[1]) : 0, isBroken ? error[0] : ''));
    phase = phaseOf(next.join('\n').trim(), phase);
  }
  return records;
};

/** CURLE_FILE_COULDNT_READ_FILE: the file of the phase is gone. */
const couldNotRead = '37';
