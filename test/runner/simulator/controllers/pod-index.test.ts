import assert from 'node:assert/strict';
import { makeApi, podOf } from '../cluster.ts';

describe('pod index', () => {
  it('follows labels, owners and deletions', () => {
    const { context, create, update, store } = makeApi();
    const names = (pods: { metadata: { name: string } }[]) => pods.map(({ metadata }) => metadata.name).toSorted();
    create('Pod', podOf('a', { app: 'x', tier: '1' }));
    create('Pod', podOf('b', { app: 'x' }));
    assert.deepEqual(names(context.pods.labelled('default', { app: 'x' })), ['a', 'b']);
    assert.deepEqual(names(context.pods.labelled('default', { app: 'x', tier: '1' })), ['a']);
    assert.deepEqual(context.pods.labelled('default', {}), []);
    update('Pod', 'a', (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { app: 'y' } } }));
    assert.deepEqual(names(context.pods.labelled('default', { app: 'x' })), ['b']);
    assert.deepEqual(names(context.pods.orphans('default')), ['a', 'b']);
    store.remove('Pod', 'default', 'b');
    assert.deepEqual(context.pods.labelled('default', { app: 'x' }), []);
  });
});
