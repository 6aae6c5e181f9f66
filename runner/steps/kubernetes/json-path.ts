import { JSONPath } from 'jsonpath-plus';
import type { JsonValue } from '../../core/json.ts';
import { Unobservable } from '../finding.ts';

/**
 * All values at a path in kubectl's notation: `{.spec.ports[0].port}`, `.status.phase`,
 * `{.metadata.labels.kubernetes\.io/name}`. It may have filters, which are interpreted and never evaluated as code. The
 * list is empty if there is no value. Throws `Unobservable` (spec-invalid) if the path has a syntax error.
 * https://kubernetes.io/docs/reference/kubectl/jsonpath/
 */
export const readJsonPath = (path: string, value: JsonValue): JsonValue[] => {
  try {
    const found: unknown = JSONPath({ path: rooted(path), json: value, eval: 'safe', wrap: true, resultType: 'value' });
    return Array.isArray(found) ? (found as JsonValue[]) : [];
  } catch (cause) {
    throw new Unobservable(
      'spec-invalid',
      `The JSONPath ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Write the path as for kubectl, such as {.spec.clusterIP}.',
    );
  }
};

/** A value as text: a string as it is, anything else as JSON. */
export const valueText = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value));

const rooted = (text: string): string => {
  const inner = /^\{(.*)\}$/s.exec(text.trim())?.[1] ?? text.trim();
  // kubectl escapes a dot inside a key with a backslash; the library wants such a key in brackets.
  const keys = inner.replaceAll(
    /\.((?:[^.[\]\\\s]|\\\.)*\\\.(?:[^.[\]\\\s]|\\\.)*)/g,
    (_all, key: string) => `['${unescaped(key)}']`,
  );
  if (keys.startsWith('$')) return keys;
  return keys.startsWith('.') || keys.startsWith('[') ? `$${keys}` : `$.${keys}`;
};

const unescaped = (key: string): string => key.replaceAll('\\.', '.').replaceAll("'", '');
