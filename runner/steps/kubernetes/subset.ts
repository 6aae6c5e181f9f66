import { isObject, type JsonPath, type JsonValue } from '../../core/json.ts';

/** A place where an object is not as expected. */
export interface Difference {
  /** `spec.ports[0].port` */
  path: string;
  expected: string;
  found: string;
}

export interface Comparison {
  /** How many values were compared; each difference is one of them. */
  compared: number;
  differences: Difference[];
}

/**
 * Whether `actual` has all that `expected` says. Mappings may have more keys; lists have the same length and order,
 * item by item under the same rule; null expects that a key is absent or null; all else is equal, type included.
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

/** Where a mapping is absent, so are its keys. */
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

/** Only leaves, empty mappings and lists of unequal length come here. */
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

/** ['spec', 'ports', 0, 'port'] → "spec.ports[0].port"; keys with dots are quoted. */
export const pathText = (path: JsonPath): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return /^[\w-]+$/.test(part) ? `${text}${text ? '.' : ''}${part}` : `${text}["${part}"]`;
  }, '');

const longestValue = 300;

/** A value as JSON, bounded; nothing is "nothing". */
export const show = (value: JsonValue | undefined): string => {
  if (value === undefined || value === null) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
};
