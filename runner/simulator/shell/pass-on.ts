/** A node of the library's syntax tree, as far as it is looked at here. */
export interface Node {
  type?: unknown;
  [key: string]: unknown;
}

export const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : []);

/** Runs its words and passes on at once what they print: `both` streams, or standard output alone. */
export const passOnProgram = '__pass-on';

/** Commands that change the shell itself, so no other program can run them in its place. They print nothing. */
const silent = new Set(
  ': [ alias break cd continue declare exit export let local read readonly return set shift test trap typeset unset'.split(
    ' ',
  ),
);
const silentTypes = new Set(['ArithmeticCommand', 'ConditionalCommand']);

const nameOf = ({ name }: Node): string | undefined => {
  const [part] = isNode(name) ? nodes(name['parts']) : [];
  return part?.type === 'Literal' ? String(part['value']) : undefined;
};

type Streams = 'both' | 'stdout' | 'none';

/** The streams of a command that reach the script's own output; undefined when they cannot be passed on. */
const streamsOf = (command: Node): Streams | undefined => {
  let streams: Streams = 'both';
  for (const { operator, fd } of nodes(command['redirections'])) {
    if (String(operator).startsWith('<')) continue;
    if (operator !== '>' && operator !== '>>' && operator !== '&>') return undefined;
    if (fd === 2 && streams === 'both') streams = 'stdout';
    else if (fd !== 2) streams = 'none';
  }
  return streams;
};

interface Found {
  command: Node;
  streams: 'both' | 'stdout';
}

/** Collects the commands whose output is not captured. False when some output would be left behind. */
const collect = (statements: unknown, found: Found[]): boolean => {
  let isWhole = true;
  for (const statement of nodes(statements)) {
    if (statement['background'] === true) isWhole = false;
    for (const pipeline of nodes(statement['pipelines'])) {
      const last = nodes(pipeline['commands']).at(-1);
      if (last && !collectCommand(last, found)) isWhole = false;
    }
  }
  return isWhole;
};

const collectCommand = (command: Node, found: Found[]): boolean => {
  if (command.type === 'SimpleCommand') return collectSimple(command, found);
  if (silentTypes.has(String(command.type))) return true;
  if (nodes(command['redirections']).length > 0) return false;
  if (command.type === 'If') {
    const parts = nodes(command['clauses']).flatMap((clause) => [clause['condition'], clause['body']]);
    return [...parts, command['elseBody']].map((part) => collect(part, found)).every(Boolean);
  }
  if (command.type === 'Case')
    return nodes(command['items'])
      .map((item) => collect(item['body'], found))
      .every(Boolean);
  if (!['While', 'Until', 'For', 'Group', 'Subshell'].includes(String(command.type))) return false;
  return [command['condition'], command['body']].map((part) => collect(part, found)).every(Boolean);
};

const collectSimple = (command: Node, found: Found[]): boolean => {
  if (!isNode(command['name'])) return true;
  const name = nameOf(command);
  if (name !== undefined && silent.has(name)) return true;
  const streams = streamsOf(command);
  // `.`, eval and exec run commands that are not in the tree; background jobs print when somebody waits for them.
  if (streams === undefined || (name !== undefined && /^(\.|source|eval|exec|__.*)$/.test(name))) return false;
  if (streams !== 'none') found.push({ command, streams });
  return true;
};

const word = (text: string): Node => ({ type: 'Word', parts: [{ type: 'Literal', value: text }] });

/**
 * Turns the commands of a script whose output is not captured into ones that pass it on. `inOrder`: only if all output can
 * be passed on, so that its order stays; otherwise the rest comes last. False when nothing was turned.
 */
export const passOnStatements = (statements: unknown, inOrder: boolean): boolean => {
  const found: Found[] = [];
  const isWhole = collect(statements, found);
  if (inOrder && !isWhole) return false;
  for (const { command, streams } of found) {
    command['args'] = [word(streams), command['name'], ...nodes(command['args'])];
    command['name'] = word(passOnProgram);
  }
  return found.length > 0;
};
