import assert from 'node:assert/strict';
import fc from 'fast-check';
import { atLeast, atMost, within } from '../../../../runner/probe/statistics/binomial.ts';
import {
  acceptedCounts,
  looksAtShares,
  planShares,
  type SharesPlan,
} from '../../../../runner/probe/statistics/shares.ts';

const epsilon = 1e-9;
const weights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 });
const sharesOf = (list: readonly number[]): number[] => {
  const total = list.reduce((sum, each) => sum + each, 0);
  return list.map((each) => each / total);
};

const plan = (...words: Parameters<typeof planShares>): SharesPlan => planShares(...words) ?? assert.fail('no plan');

describe('planShares', () => {
  it('needs few requests for even groups and more for a small group', () => {
    const plans = [
      [1, 1],
      [2, 1],
      [3, 1],
      [1, 1, 1],
    ].map((each) => plan(sharesOf(each), epsilon));
    assert.deepEqual(
      plans.map(({ requests }) => requests),
      [555, 1323, 2090, 1343],
    );
    assert.deepEqual(
      plans.map(({ deviation }) => deviation.toFixed(2)),
      ['0.25', '0.17', '0.13', '0.17'],
    );
  });

  it('states what it can detect where the smallest share would need too many requests', () => {
    const { requests, deviation } = plan([0.95, 0.05], epsilon);
    assert.equal(requests, 5_000);
    assert.ok(deviation > 0.025 && deviation < 0.05, String(deviation));
  });

  it('keeps its error bounds for any weights', () =>
    fc.assert(
      fc.property(weights, (list) => {
        const shares = sharesOf(list);
        const { requests, deviation } = plan(shares, epsilon);
        const intervals = acceptedCounts(shares, requests, epsilon);
        const alarms = intervals.map(({ low, high }, index) => {
          const share = shares[index] ?? 0;
          return atMost(requests, share, low - 1) + atLeast(requests, share, high + 1);
        });
        assert.ok(alarms.reduce((sum, each) => sum + each) * looksAtShares <= epsilon);
        for (const [index, interval] of intervals.entries())
          for (const share of [(shares[index] ?? 0) - deviation, (shares[index] ?? 0) + deviation])
            if (share >= 0 && share <= 1) assert.ok(within(requests, share, interval) <= epsilon);
      }),
      { numRuns: 20 },
    ));

  it('distinguishes the expected shares from those of an alternative', () => {
    const shares = sharesOf([4, 1]);
    const rival = sharesOf([3, 1]);
    const { requests } = plan(shares, epsilon, rival);
    assert.ok(requests > plan(shares, epsilon).requests);
    const missed = acceptedCounts(shares, requests, epsilon).map((each, index) =>
      within(requests, rival[index] ?? 0, each),
    );
    assert.ok(Math.min(...missed) <= epsilon);
  });

  it('reports that nothing distinguishes them', () =>
    assert.equal(planShares(sharesOf([20, 1]), epsilon, sharesOf([19, 1])), undefined));

  it('allows no answer from a group with weight 0', () => {
    const shares = [1, 0];
    const { requests } = plan(shares, epsilon);
    assert.deepEqual(acceptedCounts(shares, requests, epsilon), [
      { low: requests, high: requests },
      { low: 0, high: 0 },
    ]);
  });
});
