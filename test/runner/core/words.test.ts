import assert from 'node:assert/strict';
import { capitalize, firstOf } from '../../../runner/core/words.ts';

describe('capitalize', () => {
  it('changes the first letter only', () => {
    assert.equal(capitalize('namespace demo'), 'Namespace demo');
    assert.equal(capitalize(''), '');
  });
});

describe('firstOf', () => {
  it('lists a few words and counts the others', () => {
    assert.equal(firstOf(['a', 'b'], 2), 'a, b');
    assert.equal(firstOf(['a', 'b', 'c', 'd'], 2), 'a, b and 2 more');
    assert.equal(firstOf([], 2), '');
  });
});
