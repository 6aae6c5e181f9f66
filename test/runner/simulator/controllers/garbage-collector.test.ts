import assert from 'node:assert/strict';
import { GarbageCollector } from '../../../../runner/simulator/controllers/garbage-collector.ts';
import { makeCluster, settle } from '../cluster.ts';

describe('garbage collector', () => {
  const start = async () => {
    const cluster = makeCluster((context) => [new GarbageCollector(context)]);
    const owner = cluster.create('ConfigMap', { metadata: { name: 'owner' } });
    const ownerReferences = [
      { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: owner.metadata.uid, blockOwnerDeletion: true },
    ];
    cluster.create('ConfigMap', { metadata: { name: 'child', ownerReferences } });
    await settle();
    const names = () =>
      cluster.store
        .list('ConfigMap', 'default')
        .map(({ metadata }) => metadata.name)
        .toSorted();
    const del = async (propagation: 'Background' | 'Foreground' | 'Orphan') => {
      cluster.remove('ConfigMap', 'owner', { propagation });
      await settle();
    };
    return { ...cluster, names, del };
  };

  for (const propagation of ['Background', 'Foreground'] as const)
    it(`${propagation}: the children go too`, async () => {
      const { names, del } = await start();
      await del(propagation);
      assert.deepEqual(names(), []);
    });

  it('Orphan: the children stay, alone', async () => {
    const { names, del, store } = await start();
    await del('Orphan');
    assert.deepEqual(names(), ['child']);
    assert.equal(store.get('ConfigMap', 'default', 'child')?.metadata.ownerReferences, undefined);
  });

  it('a child whose owner never existed goes', async () => {
    const { create, names } = await start();
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'ghost', uid: 'nobody' }];
    create('ConfigMap', { metadata: { name: 'late', ownerReferences } });
    await settle();
    assert.deepEqual(names(), ['child', 'owner']);
  });
});
