import assert from 'node:assert/strict';
import { keysOf, revisionOf } from '../../../../runner/simulator/controllers/deployment-scaling.ts';
import { makeApi } from '../cluster.ts';

describe('scaling of a Deployment', () => {
  it('finds the Deployment behind a ReplicaSet', () => {
    const { store } = makeApi();
    const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u', controller: true }];
    const metadata = { name: 'web-1', namespace: 'a', uid: 'r', resourceVersion: '1', ownerReferences };
    const object = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata };
    assert.deepEqual(keysOf(store, { type: 'ADDED', kind: 'ReplicaSet', object, version: 1 }), ['a/web']);
    assert.deepEqual(keysOf(store, { type: 'ADDED', kind: 'Pod', object, version: 1 }), []);
  });

  it('reads a revision', () => {
    const annotations = { 'deployment.kubernetes.io/revision': '7' };
    assert.equal(revisionOf({ metadata: { annotations } } as never), 7);
    assert.equal(revisionOf({ metadata: {} } as never), 0);
  });
});
