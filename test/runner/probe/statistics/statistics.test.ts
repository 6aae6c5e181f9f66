import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  chiSquare,
  chiSquareTail,
  errorBudget,
  expectedRequestsToSeeAll,
  missProbability,
  requestsForAffinity,
  requestsToExclude,
  requestsToSeeAll,
} from '../../../../runner/probe/statistics/statistics.ts';

const choose = (n: number, k: number): number => {
  let product = 1;
  for (let i = 0; i < k; i++) product = (product * (n - i)) / (i + 1);
  return product;
};

/** The inclusion–exclusion formula of textbooks. It is exact enough for few backends. */
const inclusionExclusion = (n: number, requests: number): number => {
  let sum = 0;
  for (let k = 1; k <= n; k++) sum += (k % 2 ? 1 : -1) * choose(n, k) * (1 - k / n) ** requests;
  return sum;
};

describe('requestsToSeeAll', () => {
  for (const [n, ...requests] of [
    [2, 11, 21, 31],
    [3, 20, 37, 54],
    [4, 29, 53, 77],
    [5, 39, 70, 101],
    [10, 88, 153, 219],
    [20, 194, 328, 463],
  ] as const)
    it(`needs ${requests.join(', ')} requests for ${n} backends`, () =>
      assert.deepEqual(
        [1e-3, 1e-6, 1e-9].map((epsilon) => requestsToSeeAll(n, epsilon)),
        requests,
      ));

  it('is the least number that keeps the budget', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 25 }), (n, some) => {
        const wanted = Math.min(n, some);
        const requests = requestsToSeeAll(n, errorBudget, wanted);
        assert.ok(missProbability(n, requests, wanted) <= errorBudget);
        assert.ok(missProbability(n, requests - 1, wanted) > errorBudget);
      }),
    );
  });

  it('needs fewer requests for a few of the backends than for all', () => {
    assert.ok(requestsToSeeAll(10, errorBudget, 3) < requestsToSeeAll(10));
    assert.equal(requestsToSeeAll(5, errorBudget, 1), 1);
    assert.equal(requestsToSeeAll(0), 0);
  });
});

describe('missProbability', () => {
  it('agrees with the inclusion–exclusion formula', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 60 }), (n, requests) => {
        const expected = inclusionExclusion(n, requests);
        assert.ok(Math.abs(missProbability(n, requests) - expected) <= 1e-12 + expected * 1e-6);
      }),
    );
  });

  it('matches the published figures of upstream tests', () => {
    for (const [n, requests, expected] of [
      [2, 34, 1.2e-10],
      [3, 39, 4.1e-7],
      [5, 55, 2.3e-5],
      [10, 130, 1.1e-5],
      [3, 150, 1.2e-26],
    ] as const)
      assert.ok(Math.abs(missProbability(n, requests) / expected - 1) < 0.06, `${n} ${requests}`);
  });
});

describe('expectedRequestsToSeeAll', () => {
  for (const [n, mean] of [
    [2, 3.0],
    [3, 5.5],
    [4, 8.3],
    [5, 11.4],
    [10, 29.3],
    [20, 72.0],
  ] as const)
    it(`${n}: ${mean}`, () => assert.equal(Number(expectedRequestsToSeeAll(n).toFixed(1)), mean));
});

describe('requestsToExclude', () => {
  for (const [n, ...requests] of [
    [2, 10, 20, 30],
    [3, 18, 35, 52],
    [4, 25, 49, 73],
    [5, 31, 62, 93],
    [10, 66, 132, 197],
  ] as const)
    it(`${n}: ${requests.join(', ')}`, () =>
      assert.deepEqual(
        [1e-3, 1e-6, 1e-9].map((epsilon) => requestsToExclude(n, epsilon)),
        requests,
      ));
});

describe('requestsForAffinity', () => {
  it('is 31 for two pods and 20 for three', () =>
    assert.deepEqual(
      [2, 3].map((n) => requestsForAffinity(n)),
      [31, 20],
    ));

  it('keeps the error budget with the fewest requests', () => {
    for (let n = 2; n < 50; n++) {
      const requests = requestsForAffinity(n);
      assert.ok(n ** -(requests - 1) <= errorBudget * (1 + 1e-9));
      assert.ok(n ** -(requests - 2) > errorBudget);
    }
  });
});

describe('chi-square', () => {
  for (const [degrees, ...critical] of [
    [1, 3.84, 10.83, 23.93],
    [2, 5.99, 13.82, 27.63],
    [3, 7.81, 16.27, 30.66],
    [4, 9.49, 18.47, 33.38],
    [9, 16.92, 27.88, 44.81],
  ] as const)
    it(`${degrees} degrees of freedom`, () => {
      for (const [index, alpha] of [0.05, 1e-3, 1e-6].entries())
        assert.ok(Math.abs(chiSquareTail(critical[index] ?? 0, degrees) / alpha - 1) < 0.01);
    });

  it('falls from 1 to 0', () => {
    assert.equal(chiSquareTail(0, 3), 1);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 200, noNaN: true }), fc.integer({ min: 1, max: 60 }), (x, degrees) => {
        const tail = chiSquareTail(x, degrees);
        assert.ok(tail >= 0 && tail <= 1);
        assert.ok(chiSquareTail(x + 1, degrees) <= tail + 1e-12);
      }),
    );
  });

  it('distinguishes an uneven spread from an even one', () => {
    assert.ok(chiSquare([144, 78, 78]) > 27.63);
    assert.ok(chiSquare([120, 90, 90]) < 27.63);
    assert.equal(chiSquare([5, 5]), 0);
    assert.equal(chiSquare([0, 0]), 0);
  });
});
