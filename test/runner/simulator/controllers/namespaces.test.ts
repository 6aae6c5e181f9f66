import assert from 'node:assert/strict';
import { namespaceController, serviceAccountController } from '../../../../runner/simulator/controllers/namespaces.ts';
import { apiKind, makeCluster, podOf, settle } from '../cluster.ts';

describe('namespaces', () => {
  const start = async () => {
    const cluster = makeCluster((context) => [namespaceController(context), serviceAccountController(context, 'PEM')]);
    cluster.registry.create(apiKind('Namespace'), undefined, { metadata: { name: 'x' } });
    await settle();
    return cluster;
  };

  it('have an account and the certificate, again when they are deleted', async () => {
    const { store } = await start();
    assert.ok(store.get('ServiceAccount', 'x', 'default'));
    assert.equal(store.get('ConfigMap', 'x', 'kube-root-ca.crt')?.data?.['ca.crt'], 'PEM');
    store.remove('ServiceAccount', 'x', 'default');
    await settle();
    assert.ok(store.get('ServiceAccount', 'x', 'default'));
  });

  it('go when they are empty', async () => {
    const { store, registry, remove } = await start();
    registry.create(apiKind('ConfigMap'), 'x', { metadata: { name: 'held', finalizers: ['a/b'] } });
    registry.create(apiKind('Pod'), 'x', podOf('p'));
    remove('Namespace', 'x');
    await settle();
    assert.equal(store.get('Namespace', undefined, 'x')?.status.phase, 'Terminating');
    assert.equal(store.get('Pod', 'x', 'p'), undefined);
    registry.update({ kind: apiKind('ConfigMap'), namespace: 'x', name: 'held' }, (old) => ({
      ...old,
      metadata: { ...old.metadata, finalizers: [] },
    }));
    await settle();
    assert.equal(store.get('Namespace', undefined, 'x'), undefined);
  });
});
