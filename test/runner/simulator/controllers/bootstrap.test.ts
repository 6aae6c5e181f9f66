import assert from 'node:assert/strict';
import { masterController, planNodes } from '../../../../runner/simulator/controllers/bootstrap.ts';
import { makeCluster, settle } from '../cluster.ts';

describe('a fresh cluster', () => {
  it('has nodes named as kind names them', () => {
    assert.deepEqual(
      planNodes('x', 2).map(({ name, internalIP }) => [name, internalIP]),
      [
        ['x-control-plane', '172.18.0.2'],
        ['x-worker', '172.18.0.3'],
        ['x-worker2', '172.18.0.4'],
      ],
    );
  });

  it('has DNS at the tenth address; the control plane takes pods', () => {
    const { store } = makeCluster(() => [], 0);
    assert.equal(store.get('Service', 'kube-system', 'kube-dns')?.spec.clusterIP, '10.96.0.10');
    assert.equal(makeCluster(() => []).store.list('Node')[0]?.spec.taints, undefined);
  });

  it('has the Service of the API server, and again when it is deleted', async () => {
    const { store } = makeCluster((context) => [masterController(context, '10.96.0.0/16')]);
    await settle();
    store.remove('Service', 'default', 'kubernetes');
    await settle();
    assert.equal(store.get('Service', 'default', 'kubernetes')?.spec.clusterIP, '10.96.0.1');
    assert.equal(store.get('Endpoints', 'default', 'kubernetes')?.subsets?.[0]?.addresses?.[0]?.ip, '172.18.0.2');
  });
});
