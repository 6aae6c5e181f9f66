/** A value of JSON. Data passes between rooms only as such values. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue | undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value that may be one item, a list of items or undefined, as a list. */
export const listOf = <Item>(value: Item | Item[] | undefined): Item[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

/** A place inside a value: keys and indexes from the root. */
export type JsonPath = readonly (string | number)[];

/** The value at a path; undefined if there is none. */
export const valueAt = (value: JsonValue | undefined, path: JsonPath): JsonValue | undefined => {
  let current: JsonValue | undefined = value;
  for (const part of path) {
    if (Array.isArray(current) && typeof part === 'number') current = current[part];
    else if (isObject(current)) current = Object.hasOwn(current, String(part)) ? current[String(part)] : undefined;
    else return undefined;
  }
  return current;
};
