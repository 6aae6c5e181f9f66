import { CommanderError, Option, Command as Parser } from 'commander';
import { commands } from './commands/index.ts';
import { DiagnosticError, environmentalCodes } from './core/diagnostic.ts';
import { exitCodes } from './core/exit-code.ts';
import type { Io } from './core/io.ts';
import type { AnyCommand, OptionRow } from './options/command.ts';

/** Runs a command line (argv without node and script) and returns its exit code. Never rejects: a fault is printed. */
export const main = async (argv: readonly string[], io: Io, table = commands): Promise<number> => {
  let code: number = exitCodes.passed;
  const parser = new Parser('plumbline')
    .description('Run, check and grade scenarios for Kubernetes Services.')
    .version(io.version, '-V, --version', 'print the version')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      getOutHelpWidth: () => io.width,
      getErrHelpWidth: () => io.width,
    });
  try {
    for (const command of table) {
      const lists = asksForHelp(argv, command) ? await listsOf(command) : [];
      addCommand(parser, command, lists, async (words, options) => {
        code = await command.run(words, options as never, io);
      });
    }
    if (argv.length === 0) {
      parser.outputHelp();
      return exitCodes.usage;
    }
    await parser.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (cause) {
    return await report(cause, io);
  }
};

type Action = (words: readonly string[], options: Record<string, unknown>) => Promise<void>;

const asksForHelp = (argv: readonly string[], { name }: AnyCommand): boolean =>
  argv.includes(name) && (argv[0] === 'help' || argv.some((word) => word === '--help' || word === '-h'));

/** The values that the command's options take from lists, as text. */
const listsOf = async ({ options }: AnyCommand): Promise<string[]> => {
  const texts: string[] = [];
  for (const { list } of Object.values<OptionRow>(options))
    if (list) texts.push(`${list.title}:\n${rowsOf(await list.load())}`);
  return texts;
};

const addCommand = (parser: Parser, command: AnyCommand, lists: readonly string[], action: Action): void => {
  const sub = parser.command(command.name).description(command.summary).allowExcessArguments(false);
  if (command.words) sub.argument(command.words.toLowerCase().replace('…', '...'));
  for (const [name, row] of Object.entries<OptionRow>(command.options)) sub.addOption(optionOf(name, row));
  for (const text of [...lists, ...(command.notes ? [command.notes] : [])]) sub.addHelpText('after', `\n${text}`);
  sub.action(async (...given: unknown[]) => {
    const words = Array.isArray(given[0]) ? (given[0] as string[]) : [];
    await action(words, withAbsent(command, sub.opts()));
  });
};

const rowsOf = (rows: readonly { name: string; summary: string }[]): string => {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n');
};

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const optionOf = (name: string, row: OptionRow): Option => {
  const value = row.type === 'boolean' ? '' : ` <${(row.value ?? name).toLowerCase()}>`;
  const option = new Option(`--${kebab(name)}${value}`, row.summary);
  if (row.choices) option.choices([...row.choices]);
  if (row.default !== undefined) option.default(row.default);
  if (row.type === 'number') option.argParser(wholeNumber(name));
  if (row.type === 'strings')
    option.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text]);
  return option;
};

const wholeNumber =
  (name: string) =>
  (text: string): number => {
    if (/^[0-9]{1,9}$/.test(text)) return Number(text);
    throw new DiagnosticError({
      code: 'option-invalid',
      message: `--${kebab(name)} ${text}: must be a whole number of at least 0.`,
    });
  };

/** Gives a boolean or list option that was not given a value of its type. */
const withAbsent = (command: AnyCommand, given: Record<string, unknown>): Record<string, unknown> => {
  const values: Record<string, unknown> = { ...given };
  for (const [name, row] of Object.entries<OptionRow>(command.options)) {
    if (row.type === 'boolean') values[name] ??= false;
    if (row.type === 'strings') values[name] ??= [];
  }
  return values;
};

const report = async (cause: unknown, io: Io): Promise<number> => {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? exitCodes.passed : exitCodes.usage;
  if (cause instanceof DiagnosticError) {
    const { renderDiagnostic } = await import('./core/frame.ts');
    for (const diagnostic of cause.diagnostics)
      io.err(`${renderDiagnostic(diagnostic, undefined, { color: io.color })}\n`);
    return environmentalCodes.has(cause.diagnostics[0]?.code ?? 'internal') ? exitCodes.environment : exitCodes.usage;
  }
  const error = cause instanceof Error ? cause : new Error(String(cause));
  io.err(`plumbline: a fault in Plumbline itself: ${error.stack ?? error.message}\n`);
  return exitCodes.environment;
};
