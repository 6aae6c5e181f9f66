/** Programs that read standard input only when no operand names a file. */
const filters = new Set([
  'cat',
  'head',
  'tail',
  'wc',
  'sort',
  'uniq',
  'md5sum',
  'sha1sum',
  'sha256sum',
  'base64',
  'od',
]);

/** Programs that never read it. */
const deaf = new Set(
  'basename chmod cp date dig dirname du echo false find getent host hostname id ip kill ln ls mkdir mktemp mv netstat nslookup ping printenv printf pwd readlink rm rmdir seq sleep ss stat test touch true uname wget which whoami'.split(
    ' ',
  ),
);

/**
 * Whether a command may read its standard input. A command that does not starts at once, though the client may never close
 * it: `kubectl exec -i POD -- ls` at a keyboard.
 */
export const readsInput = (words: readonly string[]): boolean => {
  const [program = '', ...args] = words;
  const name = program.split('/').at(-1) ?? '';
  if (deaf.has(name)) return false;
  const operands = args.filter((word) => word === '-' || !word.startsWith('-'));
  if (filters.has(name)) return operands.length === 0 || operands.includes('-');
  // curl reads it where a file is called `-`.
  if (name === 'curl') return args.some((word) => /^(@?-|.*=?@-)$/.test(word));
  if (name === 'env') return operands.some((word) => !word.includes('='));
  return true;
};

/** Programs whose output may be no text, when they are called by themselves. */
export const printsBytes = ([program = '']: readonly string[]): boolean =>
  /(^|\/)(cat|head|tail|tar|base64|gzip|gunzip|zcat)$/.test(program);
