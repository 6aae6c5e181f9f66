/** The probability of a false result that is accepted for an expectation about random choice. */
export const errorBudget = 1e-9;

/**
 * One more independent uniform choice among n. `chances[j]` is the probability that the choices so far have seen
 * exactly j different backends. All terms are positive, so the result is exact where the alternating sum of inclusion
 * and exclusion would cancel out.
 */
const nextOccupancy = (chances: readonly number[], n: number): number[] =>
  chances.map((chance, seen) => (chance * seen + (chances[seen - 1] ?? 0) * (n - seen + 1)) / n);

const none = (n: number): number[] => Array.from({ length: n + 1 }, (_, index) => (index === 0 ? 1 : 0));

const fewerThan = (wanted: number, chances: readonly number[]): number =>
  chances.slice(0, wanted).reduce((sum, chance) => sum + chance, 0);

/** The probability that `requests` choices among n see fewer than `wanted` of them; by default, that they miss any. */
export const missProbability = (n: number, requests: number, wanted = n): number => {
  let chances = none(n);
  for (let request = 0; request < requests; request++) chances = nextOccupancy(chances, n);
  return fewerThan(wanted, chances);
};

/**
 * The smallest number of requests that misses any of n backends (or of `wanted` ones) with probability at most epsilon.
 */
export const requestsToSeeAll = (n: number, epsilon = errorBudget, wanted = n): number => {
  let chances = none(n);
  let requests = 0;
  while (fewerThan(wanted, chances) > epsilon) {
    chances = nextOccupancy(chances, n);
    requests++;
  }
  return requests;
};

/** The mean number of requests until all n backends are seen: n times the n-th harmonic number (coupon collector). */
export const expectedRequestsToSeeAll = (n: number): number => {
  let sum = 0;
  for (let k = 1; k <= n; k++) sum += n / k;
  return sum;
};

/**
 * The smallest number of requests to which one unwanted backend among n does not answer with probability at most
 * epsilon.
 */
export const requestsToExclude = (n: number, epsilon = errorBudget): number =>
  n < 2 ? 1 : Math.ceil(Math.log(epsilon) / Math.log1p(-1 / n));

/** The smallest number of requests that all reach the same of n backends by chance with probability at most epsilon. */
export const requestsForAffinity = (n: number, epsilon = errorBudget): number =>
  n < 2 ? 1 : 1 + Math.ceil(-Math.log(epsilon) / Math.log(n));

/** Pearson's statistic of counts against an even spread. */
export const chiSquare = (counts: readonly number[]): number => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const even = total / counts.length;
  return total === 0 ? 0 : counts.reduce((sum, count) => sum + (count - even) ** 2 / even, 0);
};

/** The probability of a chi-square statistic of at least this size if the spread is even. */
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

/** ln Γ(a) for multiples of one half, which is enough for degrees of freedom. */
const logGamma = (a: number): number => {
  let sum = Number.isInteger(a) ? 0 : Math.log(Math.PI) / 2;
  for (let value = Number.isInteger(a) ? 1 : 0.5; value < a; value++) sum += Math.log(value);
  return sum;
};
