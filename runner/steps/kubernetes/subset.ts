import { isObject, type JsonPath, type JsonValue } from '../../core/json.ts';

/** One field of an object that is not as expected. */
export interface Difference {
  /** `spec.ports[0].port` */
  path: string;
  expected: string;
  found: string;
}

export interface Comparison {
  /** The number of values that were compared. Each difference is one of them. */
  compared: number;
  differences: Difference[];
}

/**
 * Compares `actual` with the part of it that is expected. Mappings may have more keys. Lists must have the same length
 * and order, and their items are compared by the same rule. Null expects that a key is absent or null. Any other value
 * must be equal and of the same type.
 */
export const compareSubset = (
  expected: JsonValue | undefined,
  actual: JsonValue | undefined,
  path: JsonPath = [],
): Comparison => {
  if (isObject(expected) && isObject(actual) && Object.keys(expected).length > 0)
    return sum(Object.keys(expected).map((key) => compareSubset(expected[key], own(actual, key), [...path, key])));
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length && expected.length > 0)
    return sum(expected.map((item, index) => compareSubset(item, actual[index], [...path, index])));
  if (isObject(expected) && isAbsent(actual) && wantsNothing(expected)) return { compared: 1, differences: [] };
  return { compared: 1, differences: isSame(expected, actual) ? [] : [differenceAt(path, expected, actual)] };
};

/** Whether a mapping only expects that its keys are absent: an absent mapping fulfils that. */
const wantsNothing = (expected: JsonValue | undefined): boolean =>
  isAbsent(expected) ||
  (isObject(expected) && Object.keys(expected).length > 0 && Object.values(expected).every(wantsNothing));

const isAbsent = (value: JsonValue | undefined): boolean => value === null || value === undefined;

const own = (value: Record<string, JsonValue | undefined>, key: string): JsonValue | undefined =>
  Object.hasOwn(value, key) ? value[key] : undefined;

const sum = (parts: readonly Comparison[]): Comparison => ({
  compared: parts.reduce((total, part) => total + part.compared, 0),
  differences: parts.flatMap((part) => part.differences),
});

/** Compares scalars, empty mappings, and lists of unequal length. `compareSubset` handles all other values. */
const isSame = (expected: JsonValue | undefined, actual: JsonValue | undefined): boolean => {
  if (isAbsent(expected)) return isAbsent(actual);
  if (isObject(expected)) return isObject(actual);
  if (Array.isArray(expected)) return Array.isArray(actual) && expected.length === 0 && actual.length === 0;
  return expected === actual;
};

const differenceAt = (path: JsonPath, expected: JsonValue | undefined, actual: JsonValue | undefined): Difference => {
  const place = pathText(path);
  if (typeof expected !== typeof actual && String(expected) === String(actual)) {
    const typed = (value: JsonValue | undefined) => `${show(value)} (${typeof value})`;
    return { path: place, expected: typed(expected), found: typed(actual) };
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const counted = (value: JsonValue[]) => `${items(value)}: ${show(value)}`;
    return { path: place, expected: counted(expected), found: counted(actual) };
  }
  return { path: place, expected: show(expected), found: show(actual) };
};

const items = ({ length }: readonly unknown[]): string => (length === 1 ? '1 item' : `${length} items`);

/** ['spec', 'ports', 0, 'port'] → "spec.ports[0].port". A key with a dot is put in quotes. */
export const pathText = (path: JsonPath): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return /^[\w-]+$/.test(part) ? `${text}${text ? '.' : ''}${part}` : `${text}["${part}"]`;
  }, '');

const longestValue = 300;

/** A value as JSON of limited length; "nothing" if it is absent or null. */
export const show = (value: JsonValue | undefined): string => {
  if (value === undefined || value === null) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
};
