import type { Clock } from './clock.ts';

/** The process for commands: streams, environment, signals. Only `main.ts` makes a real one. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** True if standard output is a terminal that can be redrawn. */
  interactive: boolean;
  /** Columns of the terminal; 80 if there is none. */
  width: number;
  color: boolean;
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  pid: number;
  /** The program and the arguments that start Plumbline itself, to start another one as a child process. */
  self: readonly string[];
  /** The version of Plumbline. */
  version: string;
  clock: Clock;
  /** Calls back for SIGINT, SIGTERM and SIGHUP until the returned function is called. */
  onSignal(handler: (signal: Signal) => void): () => void;
  /**
   * Calls back for a fault that nothing handles, until the returned function is called. Everything open must be closed before
   * the callback returns: then the process prints the fault and exits with code 3.
   */
  onFault(handler: (fault: unknown) => void): () => void;
  /** Sends a signal to a process; 0 only checks that it exists. False if no process has this id. */
  kill(pid: number, signal: Signal | 'SIGKILL' | 0): boolean;
  /** Tells the runtime to save memory at the cost of time: for a process that stays. */
  spareMemory(): void;
  /** Ends the process now. */
  exit(code: number): void;
}

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';
