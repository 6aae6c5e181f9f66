import type { Clock } from '../core/clock.ts';

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
  /** Sends a signal to a process, 0 to only ask whether it is there. False when there is none of that number. */
  kill(pid: number, signal: Signal | 'SIGKILL' | 0): boolean;
  /** From now on memory is worth more than time: for a process that stays. */
  spareMemory(): void;
  /** Ends the process now. */
  exit(code: number): void;
}

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Exit codes by their one meaning each. */
export const exitCodes = {
  passed: 0,
  failed: 1,
  usage: 2,
  environment: 3,
  nothing: 4,
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
} as const;

/** One option of a command: the table yields parsing, types and help. */
export interface OptionRow {
  type: 'boolean' | 'string' | 'number' | 'strings';
  /** The word for the value in the help, such as PATTERN. */
  value?: string;
  summary: string;
  default?: string | number;
  choices?: readonly string[];
}

export type OptionTable = Record<string, OptionRow>;

type ValueOf<Row extends OptionRow> = Row['type'] extends 'boolean'
  ? boolean
  : Row['type'] extends 'number'
    ? number
    : Row['type'] extends 'strings'
      ? string[]
      : string;

/** What a command gets: a key an option, undefined when it was not given and has no default. */
export type OptionValues<Table extends OptionTable> = {
  [Key in keyof Table]: Table[Key]['type'] extends 'boolean'
    ? boolean
    : Table[Key]['type'] extends 'strings'
      ? string[]
      : Table[Key] extends { default: string | number }
        ? ValueOf<Table[Key]>
        : ValueOf<Table[Key]> | undefined;
};

export interface Command<Table extends OptionTable> {
  name: string;
  summary: string;
  /** Positional words, as the help shows them: `[PATH…]`. */
  words?: string;
  /** Lines below the options in the help: examples first. */
  notes?: string;
  options: Table;
  run(words: readonly string[], options: OptionValues<Table>, io: Io): Promise<number>;
}

/** A command whose options are not known here: what lists handle. */
// biome-ignore lint/suspicious/noExplicitAny: a list of commands with different options has no narrower common type
export type AnyCommand = Command<any>;

/** Keeps the option table's type inside a command's file. */
export const defineCommand = <const Table extends OptionTable>(command: Command<Table>): Command<Table> => command;
