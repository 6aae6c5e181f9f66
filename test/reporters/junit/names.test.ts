import assert from 'node:assert/strict';
import fc from 'fast-check';
import { takeName } from '../../../reporters/junit/names.ts';

describe('takeName', () => {
  it('adds a number to a taken name', () => {
    const taken = new Set<string>();
    assert.deepEqual(
      ['a', 'a', 'b', 'a'].map((name) => takeName(name, taken)),
      ['a', 'a (2)', 'b', 'a (3)'],
    );
  });

  it('never gives a name twice', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'a (2)', 'a (2) (2)', 'b')), (names) => {
        const taken = new Set<string>();
        assert.equal(new Set(names.map((name) => takeName(name, taken))).size, names.length);
      }),
    );
  });
});
