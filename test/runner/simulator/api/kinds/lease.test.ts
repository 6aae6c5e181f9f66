import assert from 'node:assert/strict';
import { rowOf } from '../../cluster.ts';

describe('Lease', () => {
  it('prints its holder', () =>
    assert.deepEqual(rowOf('Lease', { spec: { holderIdentity: 'me' } }), ['x', 'me', '5s']));
});
