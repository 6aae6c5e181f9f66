import assert from 'node:assert/strict';
import { sizeOf, textIn } from '../../../../../../runner/simulator/api/kinds/support/text.ts';

describe('cells', () => {
  it('are empty for what is missing', () => {
    assert.equal(textIn({ a: 1 }, 'a'), '1');
    assert.equal(textIn(undefined, 'a'), '');
  });

  it('count keys', () => assert.equal(sizeOf({ a: '', b: '' }, undefined, { c: '' }), 3));
});
