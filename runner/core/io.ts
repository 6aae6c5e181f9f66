import type { Clock } from './clock.ts';

/** The process as commands see it: streams, environment, signals. Only `main.ts` makes a real one. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** True when standard output is a terminal that can be redrawn. */
  interactive: boolean;
  /** Columns of the terminal; 80 when there is none. */
  width: number;
  color: boolean;
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  pid: number;
  /** How this program was started, without its own words: a child that is Plumbline too starts with the same. */
  self: readonly string[];
  /** Of Plumbline. */
  version: string;
  clock: Clock;
  /** What the event loop waits for, one word each, such as FSReqPromise or ProcessWrap. */
  pending(): readonly string[];
  /** Calls back for SIGINT, SIGTERM and SIGHUP until the returned function is called. */
  onSignal(handler: (signal: Signal) => void): () => void;
  /**
   * Calls back for a fault that nothing handles, until the returned function is called. What is open must be closed before the
   * callback returns: the process then tells the fault and exits with code 3.
   */
  onFault(handler: (fault: unknown) => void): () => void;
  /** Sends a signal to a process, 0 to only ask whether it is there. False when there is none of that number. */
  kill(pid: number, signal: Signal | 'SIGKILL' | 0): boolean;
  /** From now on memory is worth more than time: for a process that stays. */
  spareMemory(): void;
  /** Ends the process now. */
  exit(code: number): void;
}

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';
