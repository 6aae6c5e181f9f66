import type { ScriptOutput } from '../exec.ts';
import { type HttpOutcome, outcomeOf } from '../http/outcome.ts';
import { readRecords } from './transcript.ts';

/** The phases in which requests are counted. */
export type ProberPhase = 'before' | 'during' | 'after';

/** `new`: a new connection for each request. `open`: one connection for all of them. */
export type ProberConnection = 'new' | 'open';

/** Makes requests continuously until it is stopped. */
export interface Prober {
  /** Requests that start from now on belong to this phase. */
  enter(phase: ProberPhase): Promise<void>;
  /** Stops the requests and returns their records. */
  stop(): Promise<ProberRecord[]>;
  /** Stops the requests in any state: their process must not outlive the step. */
  abandon(signal: AbortSignal): Promise<void>;
}

/** One request of a prober. */
export interface ProberRecord {
  /** The phase in which it started. */
  phase: ProberPhase;
  outcome: HttpOutcome;
  status?: number;
  /** The number of connections that were opened for it. */
  connects: number;
  /** The duration in milliseconds. */
  latency: number;
  /** curl's error message; empty if the request succeeded. */
  error: string;
}

const phaseOf = (text: string, last: ProberPhase): ProberPhase =>
  text === 'before' || text === 'during' || text === 'after' ? text : last;

const errorLine = /^curl: \((\d+)\).*$/m;

/** `200 1 0.001 0.002` from curl's write-out: status, connections, seconds to connect, and seconds in total. */
const recordOf = (phase: ProberPhase, written: string, exit: number, error: string): ProberRecord => {
  const [code = '', connects = '', connect = '', total = ''] = written.trim().split(' ');
  const status = Number(code);
  // For an open connection the connect time is 0. curl reports received bytes only if there is a connection.
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

/**
 * Parses the output of separate processes: each record has its phase and exit code, and curl's write-out in its last
 * line.
 */
export const readSeparate = ({ stdout }: ScriptOutput, mark: string): ProberRecord[] => {
  let phase: ProberPhase = 'before';
  return readRecords(stdout, mark).map(({ words: [named = '', exit = ''], text }) => {
    phase = phaseOf(named, phase);
    return readOne(phase, Number(exit), text);
  });
};

/** Parses the output of one process, both streams together. */
export const readOne = (phase: ProberPhase, exit: number, text: string): ProberRecord => {
  const written = /^\d{3} \d+ [\d.,]+ [\d.,]+$/m.exec(text)?.[0] ?? '';
  return recordOf(phase, written, exit, errorLine.exec(text)?.[0] ?? '');
};

/**
 * Parses the output of one process: the phase, which it reads from a file, and the answer, in turn. If the prober was
 * stopped, the last phase is missing. If it ended by itself, the last request failed.
 */
export const readShared = ({ stdout, stderr }: ScriptOutput, mark: string): ProberRecord[] => {
  const [first = '', ...parts] = `\n${stdout}`.split(`\n${mark} `);
  const records: ProberRecord[] = [];
  let phase = phaseOf(first.trim(), 'before');
  const error = errorLine.exec(stderr);
  const isStopped = error?.[1] === couldNotRead;
  for (let index = 0; index + 1 < parts.length; index += 2) {
    // The part after the line of a file is empty. The part after the line of an answer starts with the next phase.
    const [written = '', ...next] = (parts[index + 1] ?? '').split('\n');
    const isLast = index + 3 >= parts.length;
    const isBroken = isLast && !isStopped && error !== null;
    records.push(recordOf(phase, written, isBroken ? Number(error[1]) : 0, isBroken ? error[0] : ''));
    phase = phaseOf(next.join('\n').trim(), phase);
  }
  return records;
};

/** CURLE_FILE_COULDNT_READ_FILE: the file with the phase was removed. */
const couldNotRead = '37';
