import { isObject, type JsonValue } from '../../core/json.ts';

/** A value as Go's %v prints it: `map[spec:map[replicas:3]]`. */
export const goText = (value: JsonValue): string => {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isObject(value)) return String(value);
  const keys = Object.keys(value).toSorted();
  return `map[${keys.map((key) => `${key}:${goText(value[key] ?? null)}`).join(' ')}]`;
};
