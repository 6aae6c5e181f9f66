/** ln 0!, ln 1!, … as far as they have been computed. */
const logFactorials: number[] = [0];

const logFactorial = (n: number): number => {
  for (let k = logFactorials.length; k <= n; k++) logFactorials.push((logFactorials[k - 1] ?? 0) + Math.log(k));
  return logFactorials[n] ?? 0;
};

/** The probability of exactly k successes in n independent trials with probability p each. */
export const binomial = (n: number, p: number, k: number): number => {
  if (k < 0 || k > n) return 0;
  if (p <= 0) return k === 0 ? 1 : 0;
  if (p >= 1) return k === n ? 1 : 0;
  const choices = logFactorial(n) - logFactorial(k) - logFactorial(n - k);
  return Math.exp(choices + k * Math.log(p) + (n - k) * Math.log1p(-p));
};

/** Sums away from the mean, where each term is smaller than the previous one, so even a tiny sum is exact. */
const outward = (n: number, p: number, from: number, step: 1 | -1): number => {
  let sum = 0;
  for (let k = from; k >= 0 && k <= n; k += step) {
    const term = binomial(n, p, k);
    sum += term;
    if (term <= sum * 1e-17) break;
  }
  return Math.min(1, sum);
};

/** The probability of at most k successes. */
export const atMost = (n: number, p: number, k: number): number => {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return k < n * p ? outward(n, p, k, -1) : 1 - outward(n, p, k + 1, 1);
};

/** The probability of at least k successes. */
export const atLeast = (n: number, p: number, k: number): number => {
  if (k <= 0) return 1;
  if (k > n) return 0;
  return k > n * p ? outward(n, p, k, 1) : 1 - outward(n, p, k - 1, -1);
};

export interface Interval {
  low: number;
  high: number;
}

/** The smallest integer in [from, to] for which `holds`, given that it also holds for all larger ones; at most `to`. */
const least = (from: number, to: number, holds: (k: number) => boolean): number => {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** The interval outside of which the number of successes falls with probability alpha on each side (exact tails). */
export const acceptance = (n: number, p: number, alpha: number): Interval => ({
  low: least(0, n, (k) => atMost(n, p, k) > alpha),
  high: least(0, n, (k) => atLeast(n, p, k + 1) <= alpha),
});

/** The probability of a number of successes within the interval. */
export const within = (n: number, p: number, { low, high }: Interval): number => {
  const mean = n * p;
  if (low > mean) return atLeast(n, p, low) - atLeast(n, p, high + 1);
  if (high < mean) return atMost(n, p, high) - atMost(n, p, low - 1);
  return 1 - atMost(n, p, low - 1) - atLeast(n, p, high + 1);
};
