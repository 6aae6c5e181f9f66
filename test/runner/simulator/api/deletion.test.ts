import assert from 'node:assert/strict';
import { deleteQuietly } from '../../../../runner/simulator/api/deletion.ts';
import { makeApi, podOf, report, resource } from '../cluster.ts';

describe('deletion', () => {
  it('removes at once what nothing holds', () => {
    const { create, remove, store } = makeApi();
    create('ConfigMap', { metadata: { name: 'c' } });
    assert.equal(remove(resource('ConfigMap'), 'default', 'c').gone, true);
    assert.throws(() => remove(resource('ConfigMap'), 'default', 'c'), { code: 404 });
    assert.equal(store.get('ConfigMap', 'default', 'c'), undefined);
  });

  it('gives a running pod its grace period, and less when asked again', () => {
    const { create, remove, context, clock } = makeApi();
    create('Pod', podOf('p', {}, { nodeName: 'n' }));
    report(context, 'p', '10.244.1.2', true);
    const { object } = remove(resource('Pod'), 'default', 'p');
    assert.equal(object.metadata.deletionGracePeriodSeconds, 30);
    assert.equal(Date.parse(String(object.metadata.deletionTimestamp)), clock.date().getTime() + 30_000);
    const again = remove(resource('Pod'), 'default', 'p', { graceSeconds: 5 });
    assert.equal(again.object.metadata.deletionGracePeriodSeconds, 5);
    assert.equal(remove(resource('Pod'), 'default', 'p', { graceSeconds: 0 }).gone, true);
  });

  it('a pod that no node runs goes at once', () => {
    const { create, remove } = makeApi();
    create('Pod', podOf('p'));
    assert.equal(remove(resource('Pod'), 'default', 'p').gone, true);
  });

  it('checks preconditions', () => {
    const { create, remove } = makeApi();
    create('ConfigMap', { metadata: { name: 'c' } });
    assert.throws(() => remove(resource('ConfigMap'), 'default', 'c', { preconditions: { uid: 'other' } }), {
      code: 409,
    });
  });

  it('foreground leaves the work to the collector', () => {
    const { create, remove } = makeApi();
    create('ConfigMap', { metadata: { name: 'c' } });
    const { object, gone } = remove(resource('ConfigMap'), 'default', 'c', { propagation: 'Foreground' });
    assert.equal(gone, false);
    assert.deepEqual(object.metadata.finalizers, ['foregroundDeletion']);
  });

  it('deletes quietly what is gone', () => {
    const { store, remove } = makeApi();
    deleteQuietly(store, remove, { kind: 'ConfigMap', metadata: { name: 'x', namespace: 'default' } });
  });
});
