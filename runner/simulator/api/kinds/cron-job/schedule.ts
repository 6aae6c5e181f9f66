import { parseGoDuration } from './go-duration.ts';

/** A field of a schedule: the values that it names, or all that there are. */
type Field = readonly number[] | '*';

/** When a CronJob runs: at certain minutes, or again and again after a pause. */
export type Schedule =
  | { minute: Field; hour: Field; dayOfMonth: Field; month: Field; dayOfWeek: Field }
  | { everyMilliseconds: number };

interface Bounds {
  min: number;
  max: number;
  names?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const bounds: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: months },
  { min: 0, max: 6, names: days },
];

/** Faults as github.com/robfig/cron words them, with which Kubernetes reads schedules. */
class ScheduleFault extends Error {}

const mostInt = 2n ** 63n - 1n;

const parseNumber = (text: string): number => {
  const isNumber = /^[-+]?[0-9]+$/.test(text);
  const isInRange = isNumber && BigInt(text.replace(/^[-+]/, '')) <= mostInt;
  if (!isInRange) {
    const why = isNumber ? 'value out of range' : 'invalid syntax';
    throw new ScheduleFault(`failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: ${why}`);
  }
  if (Number(text) < 0) throw new ScheduleFault(`negative number (${Number(text)}) not allowed: ${text}`);
  return Number(text);
};

const parseValue = (text: string, { min, names = [] }: Bounds): number => {
  const index = names.indexOf(text.toLowerCase());
  return index < 0 ? parseNumber(text) : min + index;
};

const isStar = (text: string | undefined): boolean => text === '*' || text === '?';

const parseEnds = (expression: string, ends: readonly string[], limits: Bounds): [number, number] => {
  const [low = '', high] = ends;
  if (isStar(low)) return [limits.min, limits.max];
  const start = parseValue(low, limits);
  if (ends.length > 2) throw new ScheduleFault(`too many hyphens: ${expression}`);
  return [start, high === undefined ? start : parseValue(high, limits)];
};

const mustFit = (expression: string, [start, end]: readonly [number, number], { min, max }: Bounds): void => {
  if (start < min) throw new ScheduleFault(`beginning of range (${start}) below minimum (${min}): ${expression}`);
  if (end > max) throw new ScheduleFault(`end of range (${end}) above maximum (${max}): ${expression}`);
  if (start > end) throw new ScheduleFault(`beginning of range (${start}) beyond end of range (${end}): ${expression}`);
};

/** `*`, `5`, `1-5`, or one of them with a step: `5/20` is from 5 to the end. */
const parseRange = (expression: string, limits: Bounds): Field => {
  const [range = '', stepText, ...more] = expression.split('/');
  const ends = range.split('-');
  const [start, last] = parseEnds(expression, ends, limits);
  if (more.length > 0) throw new ScheduleFault(`too many slashes: ${expression}`);
  const step = stepText === undefined ? 1 : parseNumber(stepText);
  const end = stepText !== undefined && ends.length === 1 ? limits.max : last;
  mustFit(expression, [start, end], limits);
  if (step === 0) throw new ScheduleFault(`step of range should be a positive number: ${expression}`);
  if (isStar(ends[0]) && step === 1) return '*';
  return Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, index) => start + index * step);
};

const parseField = (text: string, limits: Bounds): Field => {
  const ranges = text.split(',').filter((each) => each !== '');
  const fields = ranges.map((each) => parseRange(each, limits));
  return fields.includes('*')
    ? '*'
    : [...new Set(fields.flatMap((each) => [...each].map(Number)))].toSorted((a, b) => a - b);
};

const descriptors: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const every = '@every ';

const parseDescriptor = (text: string): Schedule => {
  const fields = Object.hasOwn(descriptors, text) ? descriptors[text] : undefined;
  if (fields !== undefined) return parseFields(fields);
  if (!text.startsWith(every)) throw new ScheduleFault(`unrecognized descriptor: ${text}`);
  const duration = parseGoDuration(text.slice(every.length));
  if (typeof duration !== 'number') throw new ScheduleFault(`failed to parse duration ${text}: ${duration.fault}`);
  return { everyMilliseconds: Math.max(1_000, Math.floor(duration / 1_000) * 1_000) };
};

const parseFields = (text: string): Schedule => {
  const fields = text.split(/\s+/).filter((each) => each !== '');
  if (fields.length !== bounds.length)
    throw new ScheduleFault(`expected exactly ${bounds.length} fields, found ${fields.length}: [${fields.join(' ')}]`);
  const [minute = '*', hour = '*', dayOfMonth = '*', month = '*', dayOfWeek = '*'] = bounds.map((limits, index) =>
    parseField(fields[index] ?? '', limits),
  );
  return { minute, hour, dayOfMonth, month, dayOfWeek };
};

/** A schedule, or its first fault. https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax */
export const parseSchedule = (text: string): Schedule | { fault: string } => {
  try {
    if (text === '') throw new ScheduleFault('empty spec string');
    return text.startsWith('@') ? parseDescriptor(text) : parseFields(text);
  } catch (fault) {
    if (fault instanceof ScheduleFault) return { fault: fault.message };
    throw fault;
  }
};
