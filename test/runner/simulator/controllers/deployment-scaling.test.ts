import assert from 'node:assert/strict';
import {
  bounds,
  keysOf,
  replicasAnnotations,
  revisionOf,
  sharedAnnotations,
} from '../../../../runner/simulator/controllers/deployment-scaling.ts';
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

  it('there may be maxSurge pods more and maxUnavailable fewer', () => {
    const of = (maxSurge: number | string, maxUnavailable: number | string, type = 'RollingUpdate') =>
      ({ spec: { replicas: 3, strategy: { type, rollingUpdate: { maxSurge, maxUnavailable } } } }) as never;
    assert.deepEqual(bounds(of('25%', '25%')), { surge: 1, unavailable: 0 });
    assert.deepEqual(bounds(of(0, 0)), { surge: 0, unavailable: 1 });
    assert.deepEqual(replicasAnnotations(of('50%', 0)), {
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '5',
    });
    assert.equal(replicasAnnotations(of(1, 1, 'Recreate'))['deployment.kubernetes.io/max-replicas'], '3');
  });

  it("shares annotations that are nobody else's", () => {
    const annotations = {
      'kubernetes.io/change-cause': 'because',
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      'deployment.kubernetes.io/revision': '7',
    };
    assert.deepEqual(sharedAnnotations({ metadata: { annotations } } as never), {
      'kubernetes.io/change-cause': 'because',
    });
  });

  it('reads a revision', () => {
    const annotations = { 'deployment.kubernetes.io/revision': '7' };
    assert.equal(revisionOf({ metadata: { annotations } } as never), 7);
    assert.equal(revisionOf({ metadata: {} } as never), 0);
  });
});
