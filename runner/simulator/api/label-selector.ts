import { type Matcher, meets, type Requirement } from '../../core/labels.ts';
import { describeFault, invalidValue } from './field-error.ts';
import { badRequest, type StatusError } from './status.ts';
import { faultsOfLabelValue, faultsOfQualifiedName } from './validation/names.ts';

interface Token {
  type: 'symbol' | 'word' | 'end';
  text: string;
}

const blanks = ' \t\r\n';
const symbols = '=!(),><';
/** Longest first: `==` is one symbol. */
const operators = ['==', '!=', '=', '!', '(', ')', ',', '>', '<'];

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    if (blanks.includes(character)) at += 1;
    else if (symbols.includes(character)) {
      const found = operators.find((each) => text.startsWith(each, at)) ?? character;
      tokens.push({ type: 'symbol', text: found });
      at += found.length;
    } else {
      const start = at;
      while (at < text.length && !`${blanks}${symbols}`.includes(text.charAt(at))) at += 1;
      tokens.push({ type: 'word', text: text.slice(start, at) });
    }
  }
  return [...tokens, { type: 'end', text: '' }];
};

/** A reader of tokens; it stops at the end, which is there for ever. */
const readerOf = (tokens: readonly Token[]) => {
  let at = 0;
  const peek = (): Token => tokens[Math.min(at, tokens.length - 1)] ?? { type: 'end', text: '' };
  return {
    peek,
    next: (): Token => {
      const token = peek();
      at += 1;
      return token;
    },
  };
};
type Reader = ReturnType<typeof readerOf>;

const isSymbol = ({ type, text }: Token, wanted: string): boolean => type === 'symbol' && text === wanted;
const found = ({ text }: Token, rest: string): StatusError => badRequest(`found '${text}'${rest}`);
/** Faults inside a requirement are told as such. */
const inRequirement = (words: string): StatusError => badRequest(`unable to parse requirement: ${words}`);
const unexpected = ({ text }: Token, rest: string): StatusError => inRequirement(`found '${text}'${rest}`);

const readList = (reader: Reader): string[] => {
  const values: string[] = [];
  for (;;) {
    const token = reader.next();
    const following = reader.peek();
    if (token.type === 'word') {
      values.push(token.text);
      if (isSymbol(following, ')')) return values;
      if (!isSymbol(following, ',')) throw unexpected(following, ", expected: ',' or ')'");
    } else if (isSymbol(token, ',')) {
      if (values.length === 0) values.push('');
      if (!isSymbol(following, ')') && !isSymbol(following, ',')) continue;
      values.push('');
      if (isSymbol(following, ')')) return values;
      reader.next();
    } else throw unexpected(token, ", expected: ',', or identifier");
  }
};

const readSet = (reader: Reader): string[] => {
  const open = reader.next();
  if (!isSymbol(open, '(')) throw unexpected(open, " expected: '('");
  const first = reader.peek();
  if (isSymbol(first, ')')) {
    reader.next();
    return [''];
  }
  if (first.type !== 'word' && !isSymbol(first, ',')) throw unexpected(first, ", expected: ',', ')' or identifier");
  const values = readList(reader);
  reader.next();
  return [...new Set(values)].toSorted();
};

const readValue = (reader: Reader): string[] => {
  const token = reader.peek();
  if (token.type === 'end' || isSymbol(token, ',')) return [''];
  reader.next();
  if (token.type !== 'word') throw unexpected(token, ', expected: identifier');
  return [token.text];
};

const comparisons = new Map<string, Requirement['operator']>([
  ['=', 'In'],
  ['==', 'In'],
  ['!=', 'NotIn'],
  ['in', 'In'],
  ['notin', 'NotIn'],
  ['>', 'Gt'],
  ['<', 'Lt'],
]);

const checked = (requirement: Requirement): Requirement => {
  const { key, operator, values } = requirement;
  const numeric = operator === 'Gt' || operator === 'Lt';
  const faults = values.flatMap((value, index) => {
    const words = faultsOfLabelValue(value);
    const integer = numeric && !/^[-+]?\d+$/.test(value);
    return [
      ...(integer
        ? [invalidValue(`values[${index}]`, value, "for 'Gt', 'Lt' operators, the value must be an integer")]
        : []),
      ...(words.length > 0 ? [invalidValue(`values[${index}][${key}]`, value, words.join('; '))] : []),
    ];
  });
  const [first] = faults;
  if (!first) return requirement;
  throw inRequirement(faults.length === 1 ? describeFault(first) : `[${faults.map(describeFault).join(', ')}]`);
};

const readRequirement = (reader: Reader): Requirement => {
  const start = reader.next();
  const negative = isSymbol(start, '!');
  const token = negative ? reader.next() : start;
  if (token.type !== 'word') throw unexpected(token, ', expected: identifier');
  const key = token.text;
  const words = faultsOfQualifiedName(key);
  if (words.length > 0) throw inRequirement(describeFault(invalidValue('<nil>', key, words.join('; '))));
  const following = reader.peek();
  if (negative || following.type === 'end' || isSymbol(following, ','))
    return { key, operator: negative ? 'DoesNotExist' : 'Exists', values: [] };
  const operator = comparisons.get(reader.next().text);
  if (!operator) throw unexpected(following, ', expected: in, notin, =, ==, !=, gt, lt');
  const set = following.type === 'word';
  return checked({ key, operator, values: set ? readSet(reader) : readValue(reader) });
};

/**
 * The requirements of a selector such as `app=kubia,tier in (a, b),!legacy`; refuses with 400 what it cannot read, in the
 * words of k8s.io/apimachinery/pkg/labels.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export const parseRequirements = (text: string): Requirement[] => {
  const reader = readerOf(tokensOf(text));
  const requirements: Requirement[] = [];
  for (;;) {
    const first = reader.peek();
    if (first.type === 'end') return requirements;
    if (first.type !== 'word' && !isSymbol(first, '!'))
      throw found(first, ", expected: !, identifier, or 'end of string'");
    requirements.push(readRequirement(reader));
    const after = reader.next();
    if (after.type === 'end') return requirements;
    if (!isSymbol(after, ',')) throw found(after, ", expected: ',' or 'end of string'");
    const next = reader.peek();
    if (next.type !== 'word' && !isSymbol(next, '!')) throw found(next, ", expected: identifier after ','");
  }
};

/** A selector as a function of labels. An empty text selects everything. */
export const parseLabelSelector = (text: string | undefined): Matcher => {
  const requirements = text?.trim() ? parseRequirements(text) : [];
  return (labels) => requirements.every((each) => meets(each, labels));
};
