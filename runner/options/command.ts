import type { Io } from '../core/io.ts';

/** One option of a command. Parsing, types and help all come from the table of options. */
export interface OptionRow {
  type: 'boolean' | 'string' | 'number' | 'strings';
  /** The word for the value in the help, such as PATTERN. */
  value?: string;
  summary: string;
  default?: string | number;
  choices?: readonly string[];
  /** The list that its values come from: the help prints it below the options. */
  list?: ValueList;
}

export interface ValueList {
  title: string;
  /** Loaded when somebody asks for help, not at each start. */
  load(): Promise<readonly { name: string; summary: string }[]>;
}

export type OptionTable = Record<string, OptionRow>;

type ValueOf<Row extends OptionRow> = Row['type'] extends 'boolean'
  ? boolean
  : Row['type'] extends 'number'
    ? number
    : Row['type'] extends 'strings'
      ? string[]
      : string;

/** The values that a command gets: one key for each option, undefined if it was not given and has no default. */
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

/** A command with any options, for lists. */
// biome-ignore lint/suspicious/noExplicitAny: a list of commands with different options has no narrower common type
export type AnyCommand = Command<any>;

/** Keeps the option table's type inside a command's file. */
export const defineCommand = <const Table extends OptionTable>(command: Command<Table>): Command<Table> => command;
