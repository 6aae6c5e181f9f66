import assert from 'node:assert/strict';
import fc from 'fast-check';
import { randomName, seededRandom } from '../../../runner/core/random.ts';

describe('random', () => {
  it('repeats with its seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [first, second] = [seededRandom(seed), seededRandom(seed)];
        for (let index = 0; index < 20; index++) assert.equal(first(), second());
      }),
    );
  });

  it('is even enough to choose from: 60,000 throws of a die, chi-square below its 1e-6 limit for 5 degrees of freedom', () => {
    const random = seededRandom(7);
    const counts = new Array<number>(6).fill(0);
    for (let index = 0; index < 60_000; index++) {
      const face = Math.floor(random() * 6);
      counts[face] = (counts[face] ?? 0) + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    assert.ok(chiSquare < 35.9, `${chiSquare}`);
  });

  it('makes names that Kubernetes accepts', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 20 }), (seed, length) => {
        assert.match(randomName(seededRandom(seed), length), new RegExp(`^[a-z0-9]{${length}}$`));
      }),
    );
  });
});
