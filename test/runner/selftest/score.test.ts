import assert from 'node:assert/strict';
import { seededRandom } from '../../../runner/core/random.ts';
import type { Mutant } from '../../../runner/selftest/mutant.ts';
import { isReached, sampleOf, scoreOf, staleAcceptances } from '../../../runner/selftest/score.ts';
import type { Fate, Verdict } from '../../../runner/selftest/verdict.ts';

const verdicts = (...fates: Fate[]): Verdict[] =>
  fates.map((fate, index) => ({ mutant: { id: `m${index}` } as Mutant, fate, red: [] }));
const none = new Map<string, string>();

describe('mutation score', () => {
  it('counts what was noticed among what was tested; unknown is not noticed', () => {
    assert.deepEqual(scoreOf(verdicts('killed', 'killed', 'unknown', 'survived', 'refused')), {
      counts: { killed: 2, unknown: 1, survived: 1, refused: 1 },
      share: 0.5,
    });
  });

  it('is reached at exactly what is wanted', () => {
    const found = { verdicts: verdicts('killed', 'killed', 'killed', 'survived'), unfit: [] };
    assert.equal(isReached(found, 75, none), true);
    assert.equal(isReached(found, 76, none), false);
  });

  it('is never reached beside a scenario that does not pass as it is, nor when nothing was tested of it', () => {
    const unfit = [{ planned: { id: 'x' } }] as never;
    assert.equal(isReached({ verdicts: verdicts('killed'), unfit }, 0, none), false);
  });

  it('an accepted survivor that is noticed now must go from the list', () => {
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

  it('a sample is repeatable, of its size, and holds nothing twice', () => {
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
