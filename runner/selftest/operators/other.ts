import { isObject, type JsonObject, type JsonPath, type JsonValue, valueAt } from '../../core/json.ts';
import type { Mutation, OperatorName } from '../mutant.ts';

/** A mutation of one value. */
export const one = (operator: OperatorName, path: JsonPath, to: JsonValue | undefined): Mutation => ({
  operator,
  edits: [{ path, to }],
});

/** Another text that is a valid name or label value wherever the first one is. */
export const otherText = (value: JsonValue | undefined): string => {
  const text = String(value ?? '');
  return text.includes('${') ? 'other' : `${text.slice(0, 50)}${text === '' ? 'other' : '-other'}`;
};

/** Another valid port. An expression has no number yet. */
export const otherNumber = (value: JsonValue | undefined): number => {
  if (typeof value !== 'number') return 8099;
  return value < 65_535 ? value + 1 : value - 1;
};

/** The mappings of a list inside an object, each with its place. */
export const entriesAt = (object: JsonObject, path: JsonPath): { path: JsonPath; value: JsonObject }[] => {
  const list = valueAt(object, path);
  return Array.isArray(list)
    ? list.flatMap((value, index) => (isObject(value) ? [{ path: [...path, index], value }] : []))
    : [];
};
