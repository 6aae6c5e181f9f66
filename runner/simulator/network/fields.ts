import { isObject, type JsonObject, type JsonPath, type JsonValue, valueAt } from '../../core/json.ts';

/** Typed looks into Kubernetes objects, whose fields are JSON of any type until somebody checks. */

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
