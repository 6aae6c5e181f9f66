import assert from 'node:assert/strict';
import { fromShape } from '../../../runner/steps/from-shape.ts';

describe('fromShape', () => {
  it('has the given vantage point as its default', () => {
    assert.equal(fromShape('probe').schema['default'], 'probe');
    assert.equal(fromShape('outside').schema['default'], 'outside');
  });
});
