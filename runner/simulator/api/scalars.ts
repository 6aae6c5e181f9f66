import type { JsonValue } from '../../core/json.ts';
import { formatQuantity, parseQuantity } from './quantity.ts';
import type { Shape } from './schema/schema.ts';

/** A value as its type reads it, or in what words it is refused. */
export type Reading = { value: JsonValue } | { fault: string };

const padded = /^[A-Za-z0-9+/]*(={0,2})$/;

/** Where Go's base64 decoder stops; undefined when the text is whole. */
const base64FaultAt = (text: string): number | undefined => {
  const plain = text.replaceAll(/[\r\n]/g, '');
  if (padded.test(plain) && plain.length % 4 === 0) return undefined;
  const wrong = plain.search(/[^A-Za-z0-9+/]/);
  if (wrong < 0) return plain.length - (plain.length % 4);
  // A pad ends a quantum of two or three characters; anywhere else it is a character like any other wrong one.
  if (plain[wrong] !== '=' || wrong % 4 < 2) return wrong;
  const end = wrong - (wrong % 4) + 4;
  if (wrong % 4 === 2 && plain.length > wrong + 1 && plain[wrong + 1] !== '=') return wrong;
  return Math.min(plain.length, end);
};

const readBytes = (text: string): Reading => {
  const at = base64FaultAt(text);
  return at === undefined ? { value: text } : { fault: `illegal base64 data at input byte ${at}` };
};

const readQuantity = (value: JsonValue): Reading => {
  const isScalar = typeof value === 'string' || typeof value === 'number';
  const quantity = parseQuantity(isScalar ? value : JSON.stringify(value));
  return 'fault' in quantity ? quantity : { value: formatQuantity(quantity) };
};

/** Types whose own reader refuses or changes a value; undefined for all others. */
export const readScalar = (value: JsonValue, { goType, format, type }: Shape): Reading | undefined => {
  if (goType === 'Quantity') return readQuantity(value);
  if (type === 'string' && format === 'byte' && typeof value === 'string') return readBytes(value);
  return undefined;
};
