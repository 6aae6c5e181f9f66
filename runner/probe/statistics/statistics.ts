/** The share of false results that an expectation about random choice may have: one in 10⁹. */
export const errorBudget = 1e-9;

/**
 * The chance of each number of different backends after so many independent uniform choices among n: index j holds
 * the chance of exactly j. A chain of positive terms only, so that it stays exact where the alternating sum of
 * inclusion and exclusion cancels out.
 */
const nextOccupancy = (chances: readonly number[], n: number): number[] =>
  chances.map((chance, seen) => (chance * seen + (chances[seen - 1] ?? 0) * (n - seen + 1)) / n);

const none = (n: number): number[] => Array.from({ length: n + 1 }, (_, index) => (index === 0 ? 1 : 0));

const fewerThan = (wanted: number, chances: readonly number[]): number =>
  chances.slice(0, wanted).reduce((sum, chance) => sum + chance, 0);

/** The chance that `requests` choices among n miss at least one; with `wanted`, that they see fewer than so many. */
export const missProbability = (n: number, requests: number, wanted = n): number => {
  let chances = none(n);
  for (let request = 0; request < requests; request++) chances = nextOccupancy(chances, n);
  return fewerThan(wanted, chances);
};

/** The least number of requests that sees all n backends (or `wanted` of them), but for a chance of epsilon. */
export const requestsToSeeAll = (n: number, epsilon = errorBudget, wanted = n): number => {
  let chances = none(n);
  let requests = 0;
  while (fewerThan(wanted, chances) > epsilon) {
    chances = nextOccupancy(chances, n);
    requests++;
  }
  return requests;
};

/** The mean number of requests until all n are seen: n times the n-th harmonic number (coupon collector). */
export const expectedRequestsToSeeAll = (n: number): number => {
  let sum = 0;
  for (let k = 1; k <= n; k++) sum += n / k;
  return sum;
};

/** The least number of requests after which one unwanted backend among n would have answered, but for epsilon. */
export const requestsToExclude = (n: number, epsilon = errorBudget): number =>
  n < 2 ? 1 : Math.ceil(Math.log(epsilon) / Math.log1p(-1 / n));

/** The least number of equal answers that n backends without affinity give only with a chance of epsilon. */
export const requestsForAffinity = (n: number, epsilon = errorBudget): number =>
  n < 2 ? 1 : 1 + Math.ceil(-Math.log(epsilon) / Math.log(n));

/** Pearson's statistic of counts against an even spread. */
export const chiSquare = (counts: readonly number[]): number => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const even = total / counts.length;
  return total === 0 ? 0 : counts.reduce((sum, count) => sum + (count - even) ** 2 / even, 0);
};

/** The chance of a chi-square statistic at least so large when the spread is even. */
export const chiSquareTail = (statistic: number, degrees: number): number =>
  statistic <= 0 || degrees < 1 ? 1 : upperGamma(degrees / 2, statistic / 2);

/** The regularized upper incomplete gamma function Q(a, x): series below a + 1, Lentz's continued fraction above. */
const upperGamma = (a: number, x: number): number => {
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-16; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - sum * scale;
  }
  let b = x + 1 - a;
  let c = Number.MAX_VALUE;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 10_000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return h * scale;
};

/** ln Γ(a) for multiples of one half: all that degrees of freedom need. */
const logGamma = (a: number): number => {
  let sum = Number.isInteger(a) ? 0 : Math.log(Math.PI) / 2;
  for (let value = Number.isInteger(a) ? 1 : 0.5; value < a; value++) sum += Math.log(value);
  return sum;
};
