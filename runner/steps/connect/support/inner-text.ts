import { isObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import { excerpt } from '../../../core/visible.ts';

const longest = 80;

/** `scale object: deployment/kubia, replicas: 1`, `apply Service kubia`: a step inside a body, in a sentence. */
export const innerText = (step: JsonObject): string => {
  const [key = '', body] = Object.entries(step)[0] ?? [];
  if (!isObject(body)) return excerpt([key, ...(body === undefined ? [] : [String(body)])].join(' '), longest);
  const words = Object.entries(body).flatMap(([name, value]) => {
    const text = textOf(value);
    return text === '' ? [] : [isObject(value) || Array.isArray(value) ? text : `${name}: ${text}`];
  });
  return excerpt([key, words.join(', ')].join(' ').trim(), longest);
};

/** A scalar is itself, true and false are left out, a manifest is its kind and name, and a list is its words. */
const textOf = (value: JsonValue | undefined): string => {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(' ');
  if (!isObject(value)) return value === undefined || value === null || typeof value === 'boolean' ? '' : String(value);
  const { kind, metadata } = value;
  return typeof kind === 'string' && isObject(metadata) ? `${kind} ${String(metadata['name'] ?? '')}`.trim() : '';
};
