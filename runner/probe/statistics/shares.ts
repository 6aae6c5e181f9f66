import { acceptance, type Interval, within } from './binomial.ts';

/** How often a sample is judged: after each of its three batches. */
export const looksAtShares = 3;

/** More requests than this would take too long. With this number, only a larger deviation is found reliably. */
const mostRequests = 5_000;
/** The same for telling the expected shares from those of the rival, which is worth more time. */
const mostAgainstRival = 12_000;

export interface SharesPlan {
  requests: number;
  /** A share that deviates by at least this much is missed only with probability epsilon. */
  deviation: number;
}

/**
 * The error budget of one side of one test. The probability of a false alarm is below epsilon for all groups, both
 * sides and all judgements together (Bonferroni), even if the groups depend on each other.
 */
const alphaOf = (groups: number, epsilon: number): number => epsilon / (2 * groups * looksAtShares);

/** The accepted numbers of answers for each group, if its share is the expected one. */
export const acceptedCounts = (shares: readonly number[], requests: number, epsilon: number): Interval[] =>
  shares.map((share) => acceptance(requests, share, alphaOf(shares.length, epsilon)));

/** Whether this number of requests finds each group that deviates by `deviation`, in either direction. */
const finds = (shares: readonly number[], requests: number, deviation: number, epsilon: number): boolean =>
  acceptedCounts(shares, requests, epsilon).every((interval, index) =>
    [-deviation, deviation]
      .map((each) => (shares[index] ?? 0) + each)
      .filter((share) => share >= 0 && share <= 1)
      .every((share) => within(requests, share, interval) <= epsilon),
  );

/** Whether, with this number of requests, the shares of the rival are not accepted as the expected ones. */
const excludes = (shares: readonly number[], rival: readonly number[], requests: number, epsilon: number): boolean =>
  acceptedCounts(shares, requests, epsilon).some(
    (interval, index) => within(requests, rival[index] ?? 0, interval) <= epsilon,
  );

/**
 * The number of requests that finds a group whose share deviates by half of the smallest share, as if one of two pods
 * were missing, or the maximum if that is smaller. `rival`: other shares that must not be accepted as the expected
 * ones. Undefined if the maximum number of requests does not tell the two apart.
 */
export const planShares = (
  shares: readonly number[],
  epsilon: number,
  rival: readonly number[] = shares,
): SharesPlan | undefined => {
  const wanted = Math.min(...shares.filter((share) => share > 0)) / 2;
  const forDeviation = leastRequests(mostRequests, (requests) => finds(shares, requests, wanted, epsilon));
  const isRival = rival.some((share, index) => Math.abs(share - (shares[index] ?? 0)) > 1e-9);
  const forRival = isRival
    ? leastRequests(mostAgainstRival, (requests) => excludes(shares, rival, requests, epsilon))
    : 0;
  if (forRival === undefined) return undefined;
  const requests = Math.max(forDeviation ?? mostRequests, forRival);
  return { requests, deviation: leastDeviation(shares, requests, epsilon) };
};

const leastRequests = (most: number, holds: (requests: number) => boolean): number | undefined => {
  if (!holds(most)) return undefined;
  let [none, enough] = [0, most];
  while (enough - none > 1) {
    const middle = Math.floor((none + enough) / 2);
    if (holds(middle)) enough = middle;
    else none = middle;
  }
  return enough;
};

const leastDeviation = (shares: readonly number[], requests: number, epsilon: number): number => {
  let [missed, found] = [0, 1];
  while (found - missed > 1e-3) {
    const middle = (missed + found) / 2;
    if (finds(shares, requests, middle, epsilon)) found = middle;
    else missed = middle;
  }
  return found;
};
