import assert from 'node:assert/strict';
import fc from 'fast-check';
import { acceptance, atLeast, atMost, binomial, within } from '../../../../runner/probe/statistics/binomial.ts';

const close = (actual: number, expected: number, relative = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) <= relative * Math.max(Math.abs(expected), 1e-300), `${actual} ≈ ${expected}`);
const trials = fc.integer({ min: 1, max: 400 });
const chance = fc.double({ min: 0, max: 1, noNaN: true });

describe('binomial', () => {
  it('agrees with published tables', () => {
    close(binomial(10, 0.5, 5), 252 / 1024);
    close(atMost(10, 0.5, 2), 56 / 1024);
    close(atLeast(10, 0.5, 9), 11 / 1024);
    close(atLeast(100, 0.01, 100), 1e-200, 1e-6);
    close(atMost(2_000, 0.25, 0), 0.75 ** 2_000, 1e-6);
  });

  it('adds up to one', () =>
    fc.assert(
      fc.property(trials, chance, (n, p) => {
        const sum = Array.from({ length: n + 1 }, (_, k) => binomial(n, p, k)).reduce((a, b) => a + b);
        close(sum, 1);
      }),
    ));

  it('has complementary tails that never decrease', () =>
    fc.assert(
      fc.property(trials, chance, fc.integer({ min: -1, max: 401 }), (n, p, k) => {
        close(1 + atMost(n, p, k) + atLeast(n, p, k + 1), 2);
        assert.ok(atMost(n, p, k) <= atMost(n, p, k + 1) + 1e-12);
      }),
    ));
});

describe('acceptance', () => {
  it('leaves out at most alpha on each side, and no number more', () =>
    fc.assert(
      fc.property(trials, chance, fc.constantFrom(0.05, 1e-3, 1e-9), (n, p, alpha) => {
        const { low, high } = acceptance(n, p, alpha);
        assert.ok(atMost(n, p, low - 1) <= alpha && atLeast(n, p, high + 1) <= alpha);
        assert.ok(atMost(n, p, low) > alpha && atLeast(n, p, high) > alpha);
      }),
    ));
  it('accepts only 0 for probability 0, and only all for probability 1', () => {
    assert.deepEqual(acceptance(50, 0, 1e-9), { low: 0, high: 0 });
    assert.deepEqual(acceptance(50, 1, 1e-9), { low: 50, high: 50 });
  });
});

describe('within', () =>
  it('sums the probabilities of an interval', () =>
    fc.assert(
      fc.property(trials, chance, fc.nat(400), fc.nat(400), (n, p, a, b) => {
        const [low, high] = [Math.min(a, b, n), Math.min(Math.max(a, b), n)];
        const sum = Array.from({ length: high - low + 1 }, (_, k) => binomial(n, p, low + k)).reduce((x, y) => x + y);
        close(1 + within(n, p, { low, high }), 1 + sum);
      }),
    )));
