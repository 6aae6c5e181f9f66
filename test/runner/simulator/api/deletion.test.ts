import assert from 'node:assert/strict';
import { makeApi, podOf, report } from '../cluster.ts';

describe('deletion', () => {
  it('removes at once what nothing holds', () => {
    const { create, remove, store } = makeApi();
    create('ConfigMap', { metadata: { name: 'c' } });
    assert.equal(remove('ConfigMap', 'c').gone, true);
    assert.throws(() => remove('ConfigMap', 'c'), { code: 404 });
    assert.equal(store.get('ConfigMap', 'default', 'c'), undefined);
  });

  it('gives a running pod its grace period, and less when asked again', () => {
    const { create, remove, context, clock } = makeApi();
    create('Pod', podOf('p', {}, { nodeName: 'n' }));
    report(context, 'p', { ip: '10.244.1.2', ready: true });
    const { object } = remove('Pod', 'p');
    assert.equal(object.metadata.deletionGracePeriodSeconds, 30);
    assert.equal(Date.parse(String(object.metadata.deletionTimestamp)), clock.date().getTime() + 30_000);
    const again = remove('Pod', 'p', { graceSeconds: 5 });
    assert.equal(again.object.metadata.deletionGracePeriodSeconds, 5);
    assert.equal(remove('Pod', 'p', { graceSeconds: 0 }).gone, true);
  });

  it('a pod that no node runs goes at once', () => {
    const { create, remove } = makeApi();
    create('Pod', podOf('p'));
    assert.equal(remove('Pod', 'p').gone, true);
  });

  it('checks preconditions', () => {
    const { create, remove } = makeApi();
    create('ConfigMap', { metadata: { name: 'c' } });
    assert.throws(() => remove('ConfigMap', 'c', { preconditions: { uid: 'other' } }), {
      code: 409,
    });
  });

  it('foreground leaves the work to the collector', () => {
    const { create, remove } = makeApi();
    create('ConfigMap', { metadata: { name: 'c' } });
    const { object, gone } = remove('ConfigMap', 'c', { propagation: 'Foreground' });
    assert.equal(gone, false);
    assert.deepEqual(object.metadata.finalizers, ['foregroundDeletion']);
  });
});
