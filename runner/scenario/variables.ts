import { DiagnosticError } from '../core/diagnostic.ts';
import { isObject, type JsonObject, type JsonPath, type JsonValue, valueAt } from '../core/json.ts';
import { type ParsedReference, parseReference, type Reference, type ReferenceFault } from './expression.ts';

/** A text in parts: plain text, and the insides of `${…}`. */
export type TextPart = { text: string } | { inside: string };

/**
 * Splits at `${…}`. Braces inside nest, as in `${object:v1/ConfigMap/x:{.data.k}}`. `$${` stands for the text `${`;
 * with `keepEscapes` it stays as it is written. `open` tells of a `${` that nothing closes.
 */
export const splitText = (text: string, keepEscapes = false): { parts: TextPart[]; open: boolean } => {
  const parts: TextPart[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('$', at);
    if (next < 0) break;
    plain += text.slice(at, next);
    if (text.startsWith('$${', next)) {
      plain += keepEscapes ? '$${' : '${';
      at = next + 3;
    } else if (text.startsWith('${', next)) {
      const end = closingBrace(text, next + 2);
      if (end < 0) return { parts: [...parts, { text: plain + text.slice(next) }], open: true };
      if (plain) parts.push({ text: plain });
      plain = '';
      parts.push({ inside: text.slice(next + 2, end) });
      at = end + 1;
    } else {
      plain += '$';
      at = next + 1;
    }
  }
  plain += text.slice(at);
  if (plain || !parts.length) parts.push({ text: plain });
  return { parts, open: false };
};

const closingBrace = (text: string, start: number): number => {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
};

/** True when a value is text with at least one expression. */
export const hasExpression = (value: unknown): boolean =>
  typeof value === 'string' && value.includes('${') && splitText(value).parts.some((part) => 'inside' in part);

export interface FoundExpression {
  path: JsonPath;
  /** As it is written, `${` and `}` included. */
  written: string;
  parsed: ParsedReference;
}

/** All expressions of a value, with the places of the texts that hold them. */
export const findExpressions = (value: JsonValue | undefined, path: JsonPath = []): FoundExpression[] => {
  const found: FoundExpression[] = [];
  const at = [...path];
  const visit = (each: JsonValue | undefined): void => {
    if (typeof each === 'string') {
      if (each.includes('${')) for (const one of expressionsOf(each, [...at])) found.push(one);
    } else if (typeof each === 'object' && each !== null)
      for (const [key, item] of Array.isArray(each) ? each.entries() : Object.entries(each)) {
        at.push(key);
        visit(item);
        at.pop();
      }
  };
  visit(value);
  return found;
};

const expressionsOf = (text: string, path: JsonPath): FoundExpression[] => {
  const { parts, open } = splitText(text);
  if (open) return [{ path, written: '${', parsed: { fault: unclosed } }];
  return parts.flatMap((part) =>
    'inside' in part ? [{ path, written: `\${${part.inside}}`, parsed: parseReference(part.inside) }] : [],
  );
};

const unclosed: ReferenceFault = {
  code: 'reference-syntax',
  message: 'A ${ has no closing brace.',
  hint: 'Write $${ where the text itself is meant.',
};

const textOf = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Values that are known while loading, and how many characters they may still add. */
export interface Names {
  values: ReadonlyMap<string, JsonValue>;
  room: number;
}

/** Characters that names may add to a scenario, all its texts together. */
export const mostExpansion = 1024 * 1024;

/**
 * Puts the values of names that are known while loading (variables, the matrix) into all texts, as if they had been
 * written there; other expressions and `$${` stay. A text that is one expression takes the value with its type.
 * Throws DiagnosticError (file-too-large) when that makes the scenario far larger.
 */
export const expandNames = (value: JsonValue, names: Names): JsonValue => {
  if (typeof value === 'string') return names.values.size && value.includes('${') ? expandText(value, names) : value;
  if (Array.isArray(value)) return value.map((item) => expandNames(item, names));
  return isObject(value) ? mapValues(value, (item) => expandNames(item, names)) : value;
};

const mapValues = (object: JsonObject, change: (value: JsonValue) => JsonValue): JsonObject =>
  Object.fromEntries(
    Object.entries(object).flatMap(([key, item]) => (item === undefined ? [] : [[key, change(item)] as const])),
  );

const knownValue = (inside: string, names: Names): JsonValue | undefined => {
  const parsed = parseReference(inside);
  const value = 'reference' in parsed ? lookUp(parsed.reference, names) : undefined;
  if (value !== undefined) names.room -= textOf(value).length;
  if (names.room >= 0) return value;
  throw new DiagnosticError({
    code: 'file-too-large',
    message: 'With the values of its variables filled in, the scenario is longer than 1 MiB.',
  });
};

const lookUp = (reference: Reference, { values }: Names): JsonValue | undefined => {
  if (reference.root === 'matrix') return values.get(`matrix.${reference.name}`);
  return reference.root === 'name' ? valueAt(values.get(reference.name), pathOf(reference.path)) : undefined;
};

/** The parts of a name between its dots as a path, in which whole numbers are indexes. */
export const pathOf = (parts: readonly string[]): JsonPath =>
  parts.map((part) => (/^(0|[1-9][0-9]*)$/.test(part) ? Number(part) : part));

const expandText = (text: string, names: Names): JsonValue => {
  const { parts, open } = splitText(text, true);
  if (open) return text;
  const [only] = parts;
  if (parts.length === 1 && only && 'inside' in only) {
    const value = knownValue(only.inside, names);
    return value === undefined ? text : value;
  }
  return parts
    .map((part) => {
      if ('text' in part) return part.text;
      const value = knownValue(part.inside, names);
      return value === undefined ? `\${${part.inside}}` : textOf(value);
    })
    .join('');
};

/** Finds the value of a reference now; rejects with `Unmet` or `Unobservable` when there is none. */
export type Lookup = (reference: Reference) => Promise<JsonValue>;

/**
 * Replaces every expression of a value, keys apart. A text that is one expression takes the value with its type; within
 * a longer text the value becomes text. What a value brings in is not read again. Each expression is looked up once.
 */
export const substitute = async (value: JsonValue, lookup: Lookup): Promise<JsonValue> => {
  const found = new Map<string, JsonValue>();
  for (const { written, parsed } of findExpressions(value)) {
    if (found.has(written)) continue;
    if ('fault' in parsed) throw new TypeError(parsed.fault.message);
    found.set(written, await lookup(parsed.reference));
  }
  return replace(value, found);
};

/** The texts as they are meant: `$${` becomes `${`. Expressions stay as they are written. */
export const withoutEscapes = (value: JsonValue): JsonValue =>
  replace(value, new Map(findExpressions(value).map(({ written }) => [written, written])));

const replace = (value: JsonValue, found: ReadonlyMap<string, JsonValue>): JsonValue => {
  if (typeof value === 'string') return value.includes('${') ? replaceText(value, found) : value;
  if (Array.isArray(value)) return value.map((item) => replace(item, found));
  return isObject(value) ? mapValues(value, (item) => replace(item, found)) : value;
};

const replaceText = (text: string, found: ReadonlyMap<string, JsonValue>): JsonValue => {
  const values = splitText(text).parts.map((part) =>
    'text' in part ? part.text : (found.get(`\${${part.inside}}`) ?? null),
  );
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values.map(textOf).join('');
};
