import assert from 'node:assert/strict';
import { seededRandom } from '../../../runner/core/random.ts';
import type { Mutant } from '../../../runner/selftest/mutant.ts';
import { isReached, sampleOf, scoreOf, staleAcceptances } from '../../../runner/selftest/score.ts';
import type { Fate, Verdict } from '../../../runner/selftest/verdict.ts';

const verdicts = (...fates: Fate[]): Verdict[] =>
  fates.map((fate, index) => ({ mutant: { id: `m${index}` } as Mutant, fate, red: [] }));
const none = new Map<string, string>();

describe('the mutation score', () => {
  it('counts noticed mutants among tested mutants, and unknown ones as not noticed', () => {
    assert.deepEqual(scoreOf(verdicts('killed', 'killed', 'unknown', 'survived', 'refused')), {
      counts: { killed: 2, unknown: 1, survived: 1, refused: 1 },
      share: 0.5,
    });
  });

  it('is reached at exactly the minimum', () => {
    const found = { verdicts: verdicts('killed', 'killed', 'killed', 'survived'), unfit: [] };
    assert.equal(isReached(found, 75, none), true);
    assert.equal(isReached(found, 76, none), false);
  });

  it('is not reached when a scenario does not pass unchanged, whatever the minimum', () => {
    const unfit = [{ planned: { id: 'x' } }] as never;
    assert.equal(isReached({ verdicts: verdicts('killed'), unfit }, 0, none), false);
  });

  it('is not reached while the list has an accepted survivor that is noticed', () => {
    const found = verdicts('killed', 'survived');
    assert.deepEqual(
      staleAcceptances(
        found,
        new Map([
          ['m0', 'why'],
          ['m1', 'why'],
          ['m9', 'not run'],
        ]),
      ),
      ['m0'],
    );
    assert.equal(isReached({ verdicts: found, unfit: [] }, 0, new Map([['m0', 'why']])), false);
    assert.equal(isReached({ verdicts: found, unfit: [] }, 0, new Map([['m1', 'why']])), true);
  });

  it('is taken of a repeatable sample of the given size, without repetition', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const taken = sampleOf(items, 10, seededRandom(3));
    assert.deepEqual(taken, sampleOf(items, 10, seededRandom(3)));
    assert.notDeepEqual(taken, sampleOf(items, 10, seededRandom(4)));
    assert.equal(new Set(taken).size, 10);
    assert.deepEqual(
      sampleOf(items, 99, seededRandom(1)).sort((a, b) => a - b),
      items,
    );
  });
});
