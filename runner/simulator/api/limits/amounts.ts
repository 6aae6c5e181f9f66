import { isObject, type JsonValue } from '../../../core/json.ts';
import { addQuantities, formatQuantity, isMore, type Quantity, quantityOf } from '../quantity.ts';

/** Quantities by the name of what they count: a ResourceList. */
export type Amounts = ReadonlyMap<string, Quantity>;

export const readAmounts = (list: JsonValue | undefined): Map<string, Quantity> =>
  new Map(Object.entries(isObject(list) ? list : {}).map(([name, value]) => [name, quantityOf(value)]));

/** By name, as Go writes a map. */
const sorted = (amounts: Amounts): [string, Quantity][] =>
  [...amounts].toSorted(([first], [second]) => (first < second ? -1 : 1));

export const writeAmounts = (amounts: Amounts): Record<string, string> =>
  Object.fromEntries(sorted(amounts).map(([name, quantity]) => [name, formatQuantity(quantity)]));

/** `pods=1,services=2`: as messages show them. */
export const showAmounts = (amounts: Amounts): string =>
  sorted(amounts)
    .map(([name, quantity]) => `${name}=${formatQuantity(quantity)}`)
    .join(',');

export const sumOf = (all: readonly Amounts[]): Map<string, Quantity> => {
  const sum = new Map<string, Quantity>();
  for (const amounts of all)
    for (const [name, quantity] of amounts) {
      const before = sum.get(name);
      sum.set(name, before ? addQuantities(before, quantity) : quantity);
    }
  return sum;
};

/** The larger of each. */
export const largestOf = (all: readonly Amounts[]): Map<string, Quantity> => {
  const largest = new Map<string, Quantity>();
  for (const amounts of all)
    for (const [name, quantity] of amounts) {
      const before = largest.get(name);
      if (!before || isMore(quantity, before)) largest.set(name, quantity);
    }
  return largest;
};

export const pick = (amounts: Amounts, wanted: (name: string, quantity: Quantity) => boolean): Map<string, Quantity> =>
  new Map([...amounts].filter(([name, quantity]) => wanted(name, quantity)));
