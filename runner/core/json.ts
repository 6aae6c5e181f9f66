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

/** A text inside a value: undefined where there is none. */
export const textAt = (object: JsonValue | undefined, ...path: JsonPath): string | undefined => {
  const value = valueAt(object, path);
  return typeof value === 'string' ? value : undefined;
};

export const numberAt = (object: JsonValue | undefined, ...path: JsonPath): number | undefined => {
  const value = valueAt(object, path);
  return typeof value === 'number' ? value : undefined;
};

export const booleanAt = (object: JsonValue | undefined, ...path: JsonPath): boolean | undefined => {
  const value = valueAt(object, path);
  return typeof value === 'boolean' ? value : undefined;
};

export const objectAt = (object: JsonValue | undefined, ...path: JsonPath): JsonObject | undefined => {
  const value = valueAt(object, path);
  return isObject(value) ? value : undefined;
};

/** The objects of a list; an absent list is empty. */
export const objectsAt = (object: JsonValue | undefined, ...path: JsonPath): JsonObject[] => {
  const value = valueAt(object, path);
  return Array.isArray(value) ? value.filter(isObject) : [];
};

/** The texts of a list; an absent list is empty. */
export const textsAt = (object: JsonValue | undefined, ...path: JsonPath): string[] => {
  const value = valueAt(object, path);
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
};

/** A map of texts, such as labels or a selector. */
export const textMapAt = (object: JsonValue | undefined, ...path: JsonPath): Record<string, string> => {
  const value = valueAt(object, path);
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
};

/** Equality of JSON values; the order of keys does not matter. A missing key equals undefined. */
export const isSameJson = (one: JsonValue | undefined, other: JsonValue | undefined): boolean => {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other))
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((each, index) => isSameJson(each, other[index]))
    );
  for (const key of Object.keys(one)) if (!isSameJson(one[key], other[key])) return false;
  for (const key of Object.keys(other)) if (other[key] !== undefined && one[key] === undefined) return false;
  return true;
};
