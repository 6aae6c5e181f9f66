import { isObject, type JsonValue } from '../../../../core/json.ts';

/** A cell of a table: a field as text, empty where it is missing. */
export const textIn = (value: JsonValue | undefined, key: string): string =>
  isObject(value) && value[key] !== undefined ? String(value[key]) : '';

/** How many keys some maps have. */
export const sizeOf = (...values: (JsonValue | undefined)[]): number =>
  values.reduce<number>((sum, each) => sum + (isObject(each) ? Object.keys(each).length : 0), 0);
