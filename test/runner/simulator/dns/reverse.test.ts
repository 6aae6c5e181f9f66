import assert from 'node:assert/strict';
import { namesOf } from '../../../../runner/simulator/dns/reverse.ts';
import { endpoint, testClusterState } from '../support/cluster-state.ts';

describe('reverse names', () => {
  it('B42 a clusterIP has one name, an endpoint one for each Service', () => {
    const clusterState = testClusterState();
    for (const name of ['a', 'b'])
      clusterState.service(name, { clusterIP: `10.96.0.${name.charCodeAt(0)}`, ports: [{ port: 80 }] }, [
        endpoint('10.244.1.4'),
      ]);
    assert.deepEqual(namesOf(clusterState, '10.96.0.97'), ['a.default.svc.cluster.local.']);
    assert.deepEqual(namesOf(clusterState, '10.244.1.4'), [
      '10-244-1-4.a.default.svc.cluster.local.',
      '10-244-1-4.b.default.svc.cluster.local.',
    ]);
    assert.deepEqual(namesOf(clusterState, '10.9.9.9'), []);
  });
});
