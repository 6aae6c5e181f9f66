/** Amounts of CPU, memory and things, as k8s.io/apimachinery/pkg/api/resource reads, adds and writes them. */

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

export interface Quantity {
  /** In billionths: nothing smaller is kept. */
  nano: bigint;
  format: QuantityFormat;
  /** As it was written, where that was canonical enough to be kept. */
  text?: string;
}

const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
/** Of tens: E. */
const largestSuffix = 18;
const binary: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const suffixOf = (table: Readonly<Record<string, number>>, exponent: number): string =>
  Object.keys(table).find((suffix) => table[suffix] === exponent) ?? '';

const wrongForm = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const wrongSuffix = "unable to parse quantity's suffix";

interface Suffix {
  base: 2 | 10;
  exponent: number;
  format: QuantityFormat;
}

const readSuffix = (text: string): Suffix | undefined => {
  if (/^[eE][-+]?[0-9]+$/.test(text)) return { base: 10, exponent: Number(text.slice(1)), format: 'DecimalExponent' };
  const [ten, two] = [decimal[text], binary[text]];
  if (ten !== undefined) return { base: 10, exponent: ten, format: 'DecimalSI' };
  return two === undefined ? undefined : { base: 2, exponent: two, format: 'BinarySI' };
};

/** Larger exponents would make numbers of any length. */
const largestExponent = 60;
const one = 10n ** 9n;
const milli = 10n ** 6n;
const largestBinary = (2n ** 63n - 1n) * one;

const divideUp = (value: bigint, by: bigint): bigint => (value + by - 1n) / by;

/** Digits that Go's fast path can hold; only numbers read by it keep the text they were written with. */
const isShort = ({ base, exponent }: Suffix, digits: number): boolean =>
  base === 10 ? digits <= 18 : 15 - digits - Math.trunc((exponent * 3) / 10) - 1 >= 0;

const keepsText = (suffix: Suffix, whole: string, fraction: string): boolean => {
  const digits = whole + fraction;
  const scale = suffix.exponent - fraction.length;
  if (!isShort(suffix, digits.length)) return false;
  if (suffix.base === 2) return fraction === '' && BigInt(digits) % 8n !== 0n;
  // Smaller than a thousandth is rounded, and then written anew.
  return scale >= -3 && scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
};

/** A quantity as a manifest writes it, or why it is none. Thousandths are the smallest that objects hold. */
export const parseQuantity = (written: string | number): Quantity | { fault: string } => {
  const text = String(written).trim();
  const parts = /^([+-]?)0*([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/.exec(text);
  if (!parts || text === '' || text.length > 100) return { fault: wrongForm };
  const [, sign, digits = '', fraction = '', ending = ''] = parts;
  const whole = digits === '' ? '0' : digits;
  const suffix = readSuffix(ending);
  if (!suffix || Math.abs(suffix.exponent) > largestExponent) return { fault: wrongSuffix };
  const { base, exponent, format } = suffix;
  const units = BigInt(whole + fraction) * (base === 2 ? 2n ** BigInt(exponent) : 1n);
  const scale = (base === 10 ? exponent : 0) - fraction.length + 9;
  const exact = scale >= 0 ? units * 10n ** BigInt(scale) : divideUp(units, 10n ** BigInt(-scale));
  const capped = format === 'BinarySI' && exact > largestBinary ? largestBinary : exact;
  const size = divideUp(capped, milli) * milli;
  return {
    nano: sign === '-' ? -size : size,
    format: format === 'BinarySI' && size < one ? 'DecimalSI' : format,
    ...(keepsText(suffix, whole, fraction) && { text }),
  };
};

/** For what an object holds: it was checked when it came in. */
export const quantityOf = (written: unknown): Quantity => {
  const read = parseQuantity(typeof written === 'number' ? written : String(written ?? '0'));
  return 'fault' in read ? zero : read;
};

export const zero: Quantity = { nano: 0n, format: 'DecimalSI' };
export const count = (number: number): Quantity => ({ nano: BigInt(number) * one, format: 'DecimalSI' });

/** Moves factors out of a number: 1500 by 10 → 15 and 2. */
const withoutFactors = (value: bigint, factor: bigint): [rest: bigint, times: number] => {
  let [rest, times] = [value, 0];
  for (; rest !== 0n && rest % factor === 0n; times += 1) rest /= factor;
  return [rest, times];
};

const isBinary = ({ nano, format }: Quantity): boolean => {
  const size = nano < 0n ? -nano : nano;
  return format === 'BinarySI' && size >= 1024n * one && nano % one === 0n;
};

/** The canonical form: no fraction, the largest suffix that leaves a whole number. */
export const formatQuantity = (quantity: Quantity): string => {
  const { nano, format, text } = quantity;
  if (text !== undefined) return text;
  if (nano === 0n) return '0';
  if (isBinary(quantity)) {
    const [rest, times] = withoutFactors(nano / one, 1024n);
    return `${rest}${suffixOf(binary, times * 10)}`;
  }
  let [rest, exponent] = withoutFactors(nano, 10n);
  for (exponent -= 9; exponent % 3 !== 0 || exponent > largestSuffix; exponent -= 1) rest *= 10n;
  if (format === 'DecimalExponent') return exponent === 0 ? `${rest}` : `${rest}e${exponent}`;
  return `${rest}${suffixOf(decimal, exponent)}`;
};

/** The sum, written as the first is unless that is zero. */
export const addQuantities = (first: Quantity, other: Quantity): Quantity => ({
  nano: first.nano + other.nano,
  format: first.nano === 0n ? other.format : first.format,
});

export const isMore = (first: Quantity, other: Quantity): boolean => first.nano > other.nano;

/** Whether it counts whole things. */
export const isWhole = ({ nano }: Quantity): boolean => nano % one === 0n;
