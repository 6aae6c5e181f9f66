import type { parse, serialize } from 'just-bash';
import { isNode, type Node, passOnStatements } from './pass-on.ts';

type Script = ReturnType<typeof parse>;
type Library = { parse: typeof parse; serialize: typeof serialize };

/** The programs that stand for `&` and `wait`; no script can mean them. */
export const backgroundProgram = '__background';
export const waitProgram = '__wait';

/**
 * Whether the output of a script's commands is told at once and not at the end. `in-order`: if the order of all output can
 * stay, else at the end.
 */
export type PassOn = 'at-the-end' | 'in-order' | 'at-once';

const remembered = new Map<string, string>();
const maxRemembered = 100;

/**
 * Makes a script mean to the library what POSIX says: `"$@"` as a command is its first word with the others behind it,
 * `for x do` goes over the positional parameters unsplit, and `&` does not wait. A script that does not parse stays
 * as it is, for its error to be told when it runs.
 */
export const rewriteScript = (script: string, library: Library, passOn: PassOn = 'at-the-end'): string => {
  const key = `${passOn} ${script}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const rewritten = passOn !== 'at-the-end' || needsRewriting(script) ? attempt(script, library, passOn) : script;
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(key, rewritten);
  return rewritten;
};

const needsRewriting = (script: string): boolean => /"\$@"|\bfor\s+\w+\s*(;|\n|\s)\s*do\b|&/.test(script);

const attempt = (script: string, { parse, serialize }: Library, passOn: PassOn): string => {
  try {
    const tree = parse(script);
    visit(tree, templatesOf(parse));
    // The output of a function may be captured where it is called, and the order of all output must stay.
    const isPassedOn =
      passOn !== 'at-the-end' &&
      !JSON.stringify(tree).includes('"FunctionDef"') &&
      passOnStatements(tree.statements, passOn === 'in-order');
    // Errors name lines: a script stays as it was written when nothing has to change.
    return isPassedOn || needsRewriting(script) ? serialize(tree) : script;
  } catch {
    return script;
  }
};

interface Templates {
  first: unknown;
  others: unknown;
  all: unknown;
  background: (source: string) => unknown[];
}

/** Pieces of syntax, taken from what the parser makes of them. */
const templatesOf = (parseText: Library['parse']): Templates => {
  const command = (text: string): Node => {
    const found = parseText(text).statements[0]?.pipelines[0]?.commands[0];
    if (!isNode(found)) throw new TypeError(`no command: ${text}`);
    return found;
  };
  const words = (text: string): unknown[] => {
    const node = command(text);
    return [node['name'], ...(node['args'] as unknown[])];
  };
  const [first, others] = words('"$1" "${@:2}"');
  const [, all] = words(': "$@"');
  const background = (source: string): unknown[] =>
    parseText(`${backgroundProgram} '${source.replaceAll("'", `'\\''`)}' "$@"`).statements[0]?.pipelines ?? [];
  return { first, others, all, background };
};

const isAllParameters = (word: unknown): boolean => {
  const text = JSON.stringify(word);
  return (
    text ===
    '{"type":"Word","parts":[{"type":"DoubleQuoted","parts":[{"type":"ParameterExpansion","parameter":"@","operation":null}]}]}'
  );
};

const isLiteral = (word: unknown, text: string): boolean =>
  JSON.stringify(word) === `{"type":"Word","parts":[{"type":"Literal","value":"${text}"}]}`;

const visit = (node: Node | readonly unknown[] | Script, templates: Templates): void => {
  for (const child of Array.isArray(node) ? node : Object.values(node)) if (isNode(child)) visit(child, templates);
  if (Array.isArray(node)) return;
  const own = node as Node;
  if (own.type === 'For' && own['words'] === null) own['words'] = [templates.all];
  if (own.type === 'SimpleCommand' && isAllParameters(own['name'])) {
    own['args'] = [templates.others, ...(own['args'] as unknown[])];
    own['name'] = templates.first;
  }
  if (own.type === 'SimpleCommand' && isLiteral(own['name'], 'wait'))
    own['name'] = { type: 'Word', parts: [{ type: 'Literal', value: waitProgram }] };
  if (own.type === 'Statement' && own['background'] === true && typeof own['sourceText'] === 'string') {
    own['pipelines'] = templates.background(own['sourceText'].replace(/\s*&\s*$/, ''));
    own['operators'] = [];
    own['background'] = false;
  }
};
