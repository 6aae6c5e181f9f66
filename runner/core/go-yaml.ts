import { excerpt } from './visible.ts';

/**
 * The value that kubectl reads from a plain scalar: sigs.k8s.io/yaml 1.6 over go-yaml 2 (`resolve.go`), which follows
 * parts of YAML 1.1. Integers are exact; `undefined` is a number that JSON does not have (.inf, .nan): kubectl refuses it.
 */
export type PlainReading = string | number | bigint | boolean | null | undefined;

const words = new Map<string, PlainReading>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN', '.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF', '-.inf', '-.Inf', '-.INF'].map(
    (word) => [word, undefined] as const,
  ),
]);

const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
/** Go's strconv.ParseInt with base 0, after the underscores are gone. */
const integer = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
/** go-yaml passes the digits after 0b to ParseInt, which accepts a sign of its own. */
const signedBinary = /^0b([-+])([01]+)$/;

/** Undefined when the text is no 64-bit integer, signed or unsigned. */
const readInteger = (written: string): bigint | undefined => {
  const text = written.replace(signedBinary, (_, sign, digits) => `${sign}0b${digits}`);
  const [, sign, digits = ''] = integer.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const magnitude = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase());
  const value = sign === '-' ? -magnitude : magnitude;
  if (value < -(2n ** 63n)) return undefined;
  // ParseUint accepts no sign, so +18446744073709551615 is not an integer.
  const limit = sign ? 2n ** 63n : 2n ** 64n;
  return value < limit ? value : undefined;
};

const readFloat = (text: string): number | undefined => {
  const value = Number(text);
  return float.test(text) && Number.isFinite(value) ? value : undefined;
};

export const readAsKubectl = (text: string): PlainReading => {
  if (words.has(text)) return words.get(text);
  // Go's ParseFloat accepts underscores only between digits.
  if (text.startsWith('.')) return readFloat(text.replaceAll(/(?<=[0-9])_(?=[0-9])/g, '')) ?? text;
  if (!/^[-+0-9]/.test(text)) return text;
  const plain = text.replaceAll('_', '');
  return readInteger(plain) ?? readFloat(plain) ?? text;
};

/** True when both readings are the same JSON text: a double cannot hold 2^53 + 1, so the number would change. */
export const isSameReading = (kubectl: PlainReading, ours: string | number | boolean | null): boolean =>
  typeof kubectl === 'bigint' ? typeof ours === 'number' && String(ours) === String(kubectl) : kubectl === ours;

const describe = (reading: PlainReading): string => {
  if (typeof reading === 'string') return 'text';
  return typeof reading === 'number' && !Number.isFinite(reading) ? 'infinite' : excerpt(String(reading));
};

/** The reason to refuse a plain scalar; undefined if kubectl and YAML 1.2 (`ours`) read the same value. */
export const ambiguityOf = (
  text: string,
  ours: string | number | boolean | null,
): { message: string; hint: string } | undefined => {
  const kubectl = readAsKubectl(text);
  if (isSameReading(kubectl, ours)) return undefined;
  const shown = excerpt(text);
  const others = [kubectl, ours]
    .filter((each) => each !== undefined && typeof each !== 'string')
    .map(describe)
    .filter((each) => each !== shown && each !== 'infinite');
  return {
    message:
      kubectl === undefined
        ? `kubectl refuses ${shown}: JSON has no such number.`
        : `kubectl (YAML 1.1) reads ${shown} as ${describe(kubectl)}, YAML 1.2 as ${describe(ours)}.`,
    hint: `Write "${shown}" if you mean the text${others.length ? `, or ${others.join(' or ')}` : ''}.`,
  };
};
