import { acceptance, type Interval, within } from './binomial.ts';

/** How often a running sample is judged: after a few requests, after some, and at the end. */
export const looksAtShares = 3;

/** More requests than this take too long; then only a larger deviation is found for certain. */
const mostRequests = 5_000;
/** To tell the expected shares from those of its rival is worth more. */
const mostAgainstRival = 12_000;

export interface SharesPlan {
  requests: number;
  /** A share that differs from the expected one by so much or more is found, but for a chance of epsilon. */
  deviation: number;
}

/**
 * The budget of one side of one test: the false alarms of all groups, both sides and all judgements together stay below
 * epsilon (Bonferroni), whatever the groups have to do with each other.
 */
const alphaOf = (groups: number, epsilon: number): number => epsilon / (2 * groups * looksAtShares);

/** How many answers each group may have of so many, when its share is the expected one. */
export const acceptedCounts = (shares: readonly number[], requests: number, epsilon: number): Interval[] =>
  shares.map((share) => acceptance(requests, share, alphaOf(shares.length, epsilon)));

/** Whether so many requests find each group that is off by `deviation`, in either direction. */
const finds = (shares: readonly number[], requests: number, deviation: number, epsilon: number): boolean =>
  acceptedCounts(shares, requests, epsilon).every((interval, index) =>
    [-deviation, deviation]
      .map((each) => (shares[index] ?? 0) + each)
      .filter((share) => share >= 0 && share <= 1)
      .every((share) => within(requests, share, interval) <= epsilon),
  );

/** Whether so many requests of the rival's shares are not taken for the expected ones. */
const excludes = (shares: readonly number[], rival: readonly number[], requests: number, epsilon: number): boolean =>
  acceptedCounts(shares, requests, epsilon).some(
    (interval, index) => within(requests, rival[index] ?? 0, interval) <= epsilon,
  );

/**
 * A number of requests that finds a group whose share is off by half of the smallest share, as if one of two pods were
 * missing there; where that takes too many, as many as may be. `rival`: other shares that must not pass for the expected ones.
 * Undefined when no number of requests that may be made tells the two apart.
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
