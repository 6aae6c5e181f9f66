import assert from 'node:assert/strict';
import { makeApi, rowOf } from '../../cluster.ts';
import { madeOf, selector, template } from '../../workloads.ts';

describe('ReplicaSet', () => {
  it('keeps zero replicas, and makes one when it is told nothing', () => {
    assert.equal(madeOf('ReplicaSet', { selector, template, replicas: 0 })['replicas'], 0);
    assert.equal(madeOf('ReplicaSet', { selector, template })['replicas'], 1);
  });

  it('has no pods before its controller has seen it', () => {
    const made = makeApi().create('ReplicaSet', { metadata: { name: 'r' }, spec: { selector, template } });
    assert.deepEqual(made['status'], { replicas: 0 });
  });

  it('prints desired, current and ready', () =>
    assert.deepEqual(
      rowOf('ReplicaSet', { spec: { template, replicas: 3, selector }, status: { replicas: 3, readyReplicas: 1 } }),
      ['x', 3, 3, 1, '5s', 'a', 'b', 'app=web'],
    ));
});
