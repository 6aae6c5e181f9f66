import { newTransfer, optionNamed, type Transfer } from './options.ts';

export type CommandLine = { transfers: Transfer[] } | { exitCode: number; message: string };

const advice = "curl: try 'curl --help' or 'curl --manual' for more information\n";
const problem = (text: string, exitCode = 2): CommandLine => ({ exitCode, message: `curl: ${text}\n${advice}` });
const timeOptions = ['connect-timeout', 'max-time', 'm', 'retry-delay'];
const deepestConfig = 10;

/** Reads curl's arguments: letters may be joined, -K reads more from a file, --next starts anew. */
export const readCommandLine = async (
  args: readonly string[],
  read: (path: string) => Promise<string | undefined>,
): Promise<CommandLine> => {
  const transfers = [newTransfer()];
  const fault = await readWords(args, transfers, read, 0);
  if (fault) return fault;
  const used = transfers.filter((each, index) => index === 0 || each.urls.length > 0);
  if (used.every((each) => each.urls.length === 0)) return problem('no URL specified!');
  return { transfers: used };
};

const readWords = async (
  words: readonly string[],
  transfers: Transfer[],
  read: (path: string) => Promise<string | undefined>,
  depth: number,
): Promise<CommandLine | undefined> => {
  let literal = false;
  // A config file may hold a hundred thousand words: nothing is moved to take one.
  let place = 0;
  const next = (): string | undefined => words[place++];
  const apply = async (name: string, shown: string, attached: string | undefined): Promise<CommandLine | undefined> => {
    const current = transfers.at(-1) ?? newTransfer();
    const option = optionNamed(name);
    if (!option) return problem(`option ${shown}: is unknown`);
    const value = option.takesValue ? (attached ?? next()) : '';
    if (value === undefined) return problem(`option ${shown}: requires parameter`);
    if (timeOptions.includes(name) && !/^\d*\.?\d+$/.test(value))
      return problem(`option ${shown}: expected a proper numerical parameter`);
    await option.apply(current, value, read);
    return undefined;
  };
  for (let word = next(); word !== undefined; word = next()) {
    let fault: CommandLine | undefined;
    if (literal || word === '-' || !word.startsWith('-')) transfers.at(-1)?.urls.push(word);
    else if (word === '--') literal = true;
    else if (word === '--next' || word === '-:') transfers.push(newTransfer());
    else if (word === '--config' || word.startsWith('-K')) {
      const path = word.length > 2 && word.startsWith('-K') ? word.slice(2) : (next() ?? '');
      const text = await read(path);
      if (text === undefined || depth > deepestConfig) return problem(`cannot read config from '${path}'`, 26);
      fault = await readWords(configWords(text), transfers, read, depth + 1);
    } else if (word.startsWith('--')) fault = await apply(word.slice(2), word, undefined);
    else fault = await readLetters(word, apply);
    if (fault) return fault;
  }
  return undefined;
};

const readLetters = async (
  word: string,
  apply: (name: string, shown: string, attached: string | undefined) => Promise<CommandLine | undefined>,
): Promise<CommandLine | undefined> => {
  for (let index = 1; index < word.length; index++) {
    const letter = word[index] ?? '';
    const takesValue = optionNamed(letter)?.takesValue === true && letter.length === 1;
    const rest = word.slice(index + 1);
    const fault = await apply(letter, `-${letter}`, takesValue && rest !== '' ? rest : undefined);
    if (fault || takesValue) return fault;
  }
  return undefined;
};

/** A config file: one option a line, `name = value`, `name: value` or `name value`, values may stand in quotes. */
export const configWords = (text: string): string[] =>
  text.split('\n').flatMap((line) => {
    const match = /^\s*(-{0,2}[A-Za-z0-9.-]+)(?:\s*[=:]\s*|\s+|$)(.*?)\s*$/.exec(line);
    if (!match || line.trim().startsWith('#')) return [];
    const [, name = '', value = ''] = match;
    const option = name.startsWith('-') ? name : `--${name}`;
    if (value === '') return [option];
    const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(value);
    return [option, quoted ? unescaped(quoted[1] ?? '') : value];
  });

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', v: '\v' };
const unescaped = (text: string): string => text.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
