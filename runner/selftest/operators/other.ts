import { isObject, type JsonObject, type JsonPath, type JsonValue, valueAt } from '../../core/json.ts';
import type { Mutation, OperatorName } from '../mutant.ts';

/** A mutation that changes one value. */
export const one = (operator: OperatorName, path: JsonPath, to: JsonValue | undefined): Mutation => ({
  operator,
  edits: [{ path, to }],
});

/** Another text that is a valid name or label value if the first one is. */
export const otherText = (value: JsonValue | undefined): string => {
  const text = String(value ?? '');
  return text.includes('${') ? 'other' : `${text.slice(0, 50)}${text === '' ? 'other' : '-other'}`;
};

/** Another valid port. For an expression, which has no value yet, any port. */
export const otherNumber = (value: JsonValue | undefined): number => {
  if (typeof value !== 'number') return 8099;
  return value < 65_535 ? value + 1 : value - 1;
};

/** The mappings of a list in an object, each with its path. */
export const entriesAt = (object: JsonObject, path: JsonPath): { path: JsonPath; value: JsonObject }[] => {
  const list = valueAt(object, path);
  return Array.isArray(list)
    ? list.flatMap((value, index) => (isObject(value) ? [{ path: [...path, index], value }] : []))
    : [];
};
