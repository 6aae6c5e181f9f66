/**
 * The messages of Go's encoding/json about a text that is no JSON: https://cs.opensource.google/go/go/+/master:src/encoding/json/scanner.go
 * Only asked of texts that JSON.parse has refused.
 */

const end = 'unexpected end of JSON input';
const blank = /[ \t\r\n]/;

const quoteCharacter = (character: string): string => {
  if (character === "'") return `'\\''`;
  return character === '"' ? `'"'` : `'${JSON.stringify(character).slice(1, -1)}'`;
};

class Fault extends Error {}

interface Cursor {
  text: string;
  at: number;
}

const refuse = (cursor: Cursor, context: string): Fault => {
  const character = cursor.text[cursor.at];
  return new Fault(character === undefined ? end : `invalid character ${quoteCharacter(character)} ${context}`);
};

const skipBlanks = (cursor: Cursor): void => {
  while (blank.test(cursor.text[cursor.at] ?? '')) cursor.at += 1;
};

const take = (cursor: Cursor, wanted: RegExp, context: string): void => {
  if (!wanted.test(cursor.text[cursor.at] ?? '')) throw refuse(cursor, context);
  cursor.at += 1;
};

const takeText = (cursor: Cursor): void => {
  cursor.at += 1;
  for (let character = cursor.text[cursor.at]; character !== '"'; character = cursor.text[cursor.at]) {
    if (character === undefined || character < ' ') throw refuse(cursor, 'in string literal');
    cursor.at += 1;
    if (character !== '\\') continue;
    const kind = cursor.text[cursor.at];
    take(cursor, /["\\/bfnrtu]/, 'in string escape code');
    for (let digit = 0; kind === 'u' && digit < 4; digit += 1)
      take(cursor, /[0-9a-fA-F]/, 'in \\u hexadecimal character escape');
  }
  cursor.at += 1;
};

const takeDigits = (cursor: Cursor, context: string): void => {
  take(cursor, /\d/, context);
  while (/\d/.test(cursor.text[cursor.at] ?? '')) cursor.at += 1;
};

const takeNumber = (cursor: Cursor): void => {
  if (cursor.text[cursor.at] === '-') cursor.at += 1;
  if (cursor.text[cursor.at] === '0') cursor.at += 1;
  else takeDigits(cursor, 'in numeric literal');
  if (cursor.text[cursor.at] === '.') {
    cursor.at += 1;
    takeDigits(cursor, 'after decimal point in numeric literal');
  }
  if (!/[eE]/.test(cursor.text[cursor.at] ?? '')) return;
  cursor.at += 1;
  if (/[-+]/.test(cursor.text[cursor.at] ?? '')) cursor.at += 1;
  takeDigits(cursor, 'in exponent of numeric literal');
};

const takeWord = (cursor: Cursor, word: string): void => {
  for (const [index, letter] of [...word].entries()) {
    const context = `in literal ${word} (expecting ${quoteCharacter(letter)})`;
    if (cursor.text[cursor.at] !== letter && index > 0) throw refuse(cursor, context);
    cursor.at += 1;
  }
};

const words: Record<string, string> = { t: 'true', f: 'false', n: 'null' };

const takeItems = (cursor: Cursor, close: string, item: () => void, what: string): void => {
  cursor.at += 1;
  skipBlanks(cursor);
  if (cursor.text[cursor.at] === close) {
    cursor.at += 1;
    return;
  }
  for (;;) {
    item();
    skipBlanks(cursor);
    if (cursor.text[cursor.at] === close) break;
    take(cursor, /,/, `after ${what}`);
    skipBlanks(cursor);
  }
  cursor.at += 1;
};

const takePair = (cursor: Cursor): void => {
  if (cursor.text[cursor.at] !== '"') throw refuse(cursor, 'looking for beginning of object key string');
  takeText(cursor);
  skipBlanks(cursor);
  take(cursor, /:/, 'after object key');
  takeValue(cursor);
};

const takeValue = (cursor: Cursor): void => {
  skipBlanks(cursor);
  const character = cursor.text[cursor.at] ?? '';
  const word = words[character];
  if (character === '{') takeItems(cursor, '}', () => takePair(cursor), 'object key:value pair');
  else if (character === '[') takeItems(cursor, ']', () => takeValue(cursor), 'array element');
  else if (character === '"') takeText(cursor);
  else if (/[-\d]/.test(character)) takeNumber(cursor);
  else if (word) takeWord(cursor, word);
  else throw refuse(cursor, 'looking for beginning of value');
};

export const describeJsonFault = (text: string): string => {
  // Go reads bytes, and names a byte beyond ASCII by the character of that number.
  const cursor = { text: Buffer.from(text).toString('latin1'), at: 0 };
  try {
    takeValue(cursor);
    skipBlanks(cursor);
    return cursor.at < cursor.text.length ? refuse(cursor, 'after top-level value').message : end;
  } catch (cause) {
    // A text that is nested too deeply for this reader.
    return cause instanceof Fault ? cause.message : 'exceeded max depth';
  }
};
