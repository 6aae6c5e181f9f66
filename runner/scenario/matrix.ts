import { isObject, type JsonObject, type JsonValue } from '../core/json.ts';
import { excerpt } from '../core/visible.ts';

/** One choice of a value for every name of a matrix. */
export type Combination = ReadonlyMap<string, JsonValue>;

/** Scenarios that one file may become. */
export const mostCombinations = 256;

/** How many scenarios a matrix makes, without making them. Undefined when it has not the shape of one. */
export const countCombinations = (matrix: JsonValue | undefined): number | undefined => {
  if (matrix === undefined) return 1;
  if (!isObject(matrix)) return undefined;
  let count = 1;
  for (const values of Object.values(matrix)) {
    if (!Array.isArray(values) || values.length === 0) return undefined;
    count *= values.length;
  }
  return count;
};

/** Of a matrix that was refused: its names with some value, so that their uses are no faults. */
const anyCombination = (matrix: JsonObject): Combination =>
  new Map(Object.entries(matrix).map(([name, values]) => [name, (Array.isArray(values) ? values[0] : values) ?? null]));

/** The cartesian product; the last name varies fastest. One combination without a matrix, or when it was refused. */
export const combinationsOf = (matrix: JsonValue | undefined): Combination[] => {
  if (!isObject(matrix)) return [new Map()];
  const count = countCombinations(matrix);
  if (count === undefined || count > mostCombinations) return [anyCombination(matrix)];
  let all: Map<string, JsonValue>[] = [new Map()];
  for (const [name, values] of Object.entries(matrix))
    all = all.flatMap((one) => (values as JsonValue[]).map((value) => new Map([...one, [name, value]])));
  return all;
};

/** `[type=NodePort,count=2]`; empty without a matrix. */
export const labelOf = (combination: Combination): string =>
  combination.size === 0
    ? ''
    : `[${[...combination].map(([name, value]) => `${name}=${excerpt(typeof value === 'string' ? value : JSON.stringify(value))}`).join(',')}]`;
