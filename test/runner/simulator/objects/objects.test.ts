import assert from 'node:assert/strict';
import { controllerOf, isSame, isTrue } from '../../../../runner/simulator/objects/objects.ts';

describe('objects', () => {
  it('compares JSON values, whatever the order of keys', () => {
    assert.equal(isSame({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }), true);
    assert.equal(isSame({ a: 1 }, { a: 1, b: undefined }), true);
    assert.equal(isSame([1, 2], [2, 1]), false);
    assert.equal(isSame({ a: 1 }, [1]), false);
    assert.equal(isSame(undefined, null), false);
  });

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
