import assert from 'node:assert/strict';
import { proxyAs, scale, status, streamAs } from '../../../../../../runner/simulator/api/kinds/support/subresources.ts';

describe('subresources', () => {
  it('of the kind itself say only what they take', () => assert.deepEqual(Object.keys(status), ['verbs']));

  it('of another type name it', () => {
    assert.equal(scale.kind, 'Scale');
    assert.equal(proxyAs('X').verbs.length, 5);
    assert.deepEqual(streamAs('Y'), { kind: 'Y', verbs: ['create', 'get'] });
  });
});
