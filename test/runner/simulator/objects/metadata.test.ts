import assert from 'node:assert/strict';
import { controllerOf, isTrue } from '../../../../runner/simulator/objects/metadata.ts';

describe('metadata', () => {
  it('reads conditions and owners', () => {
    assert.equal(isTrue([{ type: 'Ready', status: 'True' }], 'Ready'), true);
    assert.equal(isTrue(undefined, 'Ready'), false);
    const ownerReferences = [
      { apiVersion: 'v1', kind: 'A', name: 'a', uid: '1' },
      { apiVersion: 'v1', kind: 'B', name: 'b', uid: '2', controller: true },
    ];
    const object = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'x', uid: 'u', resourceVersion: '1', ownerReferences },
    };
    assert.equal(controllerOf(object)?.name, 'b');
  });
});
