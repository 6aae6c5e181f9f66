import { isObject, type JsonObject, type JsonValue } from '../core/json.ts';
import { excerpt } from '../core/visible.ts';

/** A value for every key of a matrix. */
export type Combination = ReadonlyMap<string, JsonValue>;

/** The maximum number of scenarios from one file. */
export const mostCombinations = 256;

/** The number of combinations of a matrix. Undefined if it is not a valid matrix. */
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

/** One value for each key of an invalid matrix, so that expressions with these keys are no further faults. */
const anyCombination = (matrix: JsonObject): Combination =>
  new Map(Object.entries(matrix).map(([name, values]) => [name, (Array.isArray(values) ? values[0] : values) ?? null]));

/** All combinations; the last key varies fastest. There is one combination without a matrix or with an invalid one. */
export const combinationsOf = (matrix: JsonValue | undefined): Combination[] => {
  if (!isObject(matrix)) return [new Map()];
  const count = countCombinations(matrix);
  if (count === undefined || count > mostCombinations) return [anyCombination(matrix)];
  let all: Map<string, JsonValue>[] = [new Map()];
  for (const [name, values] of Object.entries(matrix))
    all = all.flatMap((one) => (values as JsonValue[]).map((value) => new Map([...one, [name, value]])));
  return all;
};

/** `[type=NodePort,count=2]`: a combination in an id. Empty without a matrix. */
export const labelOf = (combination: Combination): string =>
  combination.size === 0
    ? ''
    : `[${[...combination].map(([name, value]) => `${name}=${excerpt(typeof value === 'string' ? value : JSON.stringify(value))}`).join(',')}]`;
