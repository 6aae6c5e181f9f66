import assert from 'node:assert/strict';
import { makeApi, podOf, report } from '../cluster.ts';

describe('context', () => {
  it('writes a status only when it differs, and only to the same object', () => {
    const { context, store, create } = makeApi();
    const pod = create('Pod', podOf('p'));
    report(context, 'p', { ip: '10.244.0.2', ready: true });
    const { version } = store;
    report(context, 'p', { ip: '10.244.0.2', ready: true });
    assert.equal(store.version, version);
    store.remove('Pod', 'default', 'p');
    create('Pod', podOf('p'));
    context.setStatus(pod, { phase: 'Running' });
    assert.equal(store.get('Pod', 'default', 'p')?.status.phase, 'Pending');
  });

  it('removes an object that is there and ignores one that is not', () => {
    const { context, store, create } = makeApi();
    const pod = create('Pod', podOf('p'));
    context.remove(pod);
    context.remove(pod);
    assert.equal(store.get('Pod', 'default', 'p'), undefined);
  });
});
