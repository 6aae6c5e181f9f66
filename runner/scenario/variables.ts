import { DiagnosticError } from '../core/diagnostic.ts';
import { isObject, type JsonObject, type JsonPath, type JsonValue, valueAt } from '../core/json.ts';
import { type ParsedReference, parseReference, type Reference, type ReferenceFault } from './expression.ts';

/** A part of a string: plain text, or the inside of `${…}`. */
export type TextPart = { text: string } | { inside: string };

/**
 * Splits a string at `${…}`. Braces inside may nest, as in `${object:v1/ConfigMap/x:{.data.k}}`. `$${` is an escape for
 * `${`; with `keepEscapes` it is kept. `open` is true if a `${` is not closed.
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

/** Whether a value is a string with at least one expression. */
export const hasExpression = (value: unknown): boolean =>
  typeof value === 'string' && value.includes('${') && splitText(value).parts.some((part) => 'inside' in part);

export interface FoundExpression {
  path: JsonPath;
  /** The expression as written, including `${` and `}`. */
  written: string;
  parsed: ParsedReference;
}

/** All expressions in a value, with the paths of their strings. */
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
  message: 'A ${ is not closed by }.',
  hint: 'To write a literal ${, use $${.',
};

const textOf = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Values that are known while loading, and how many characters they may still add to the scenario. */
export interface Names {
  values: ReadonlyMap<string, JsonValue>;
  room: number;
}

/** The maximum number of characters that names may add to a scenario. */
export const mostExpansion = 1024 * 1024;

/**
 * Replaces variables and matrix keys in all strings by their values. Other expressions and `$${` are kept. A string
 * that is a single expression becomes the value with its type. Throws DiagnosticError (file-too-large) if that makes
 * the scenario too large.
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
    message: 'With the values of its variables, the scenario is larger than 1 MiB.',
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

/** Reads the current value of a reference. Rejects with `Unmet` or `Unobservable` if there is none. */
export type Lookup = (reference: Reference) => Promise<JsonValue>;

/**
 * Replaces every expression in a value, but not in keys. A string that is a single expression becomes the value with
 * its type; inside a longer string the value becomes text. Replaced text is not parsed again. Each expression is looked
 * up once.
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

/** Replaces the escape `$${` by `${` and keeps expressions. */
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
