import assert from 'node:assert/strict';
import { serviceAccountKind } from '../../../../../../runner/simulator/api/kinds/service-account/strategy.ts';
import { rowOf } from '../../../cluster.ts';

describe('ServiceAccount', () => {
  it('answers for tokens', () => assert.deepEqual(serviceAccountKind.subresources?.['token']?.verbs, ['create']));

  it('prints how many Secrets it names', () => {
    assert.deepEqual(rowOf('ServiceAccount', {}), ['x', 0, '5s']);
    assert.deepEqual(rowOf('ServiceAccount', { secrets: [{ name: 'a' }] }), ['x', 1, '5s']);
  });
});
