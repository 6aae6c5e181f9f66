import assert from 'node:assert/strict';
import { Store } from '../../../../runner/simulator/api/store.ts';
import type { Unstructured } from '../../../../runner/simulator/objects/metadata.ts';

const object = (name: string, namespace = 'a'): Unstructured => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, uid: name, resourceVersion: '' },
});

describe('store', () => {
  it('replaces objects, never changes them, and counts versions', () => {
    const store = new Store();
    const first = store.put(object('x'));
    const second = store.put({ ...first, data: { a: 'b' } });
    assert.equal(first['data'], undefined);
    assert.ok(Number(second.metadata.resourceVersion) > Number(first.metadata.resourceVersion));
    assert.equal(store.get('ConfigMap', 'a', 'x'), second);
    assert.equal(store.size, 1);
  });

  it('lists by namespace, and lists again after a change', () => {
    const store = new Store();
    store.put(object('x'));
    store.put(object('y', 'b'));
    assert.equal(store.list('ConfigMap').length, 2);
    assert.equal(store.list('ConfigMap'), store.list('ConfigMap'));
    store.remove('ConfigMap', 'a', 'x');
    assert.deepEqual(
      store.list('ConfigMap').map(({ metadata }) => metadata.name),
      ['y'],
    );
    assert.deepEqual(store.list('ConfigMap', 'a'), []);
  });

  it('tells listeners what was before, and forgets old changes', () => {
    const store = new Store({ history: 3 });
    const types: string[] = [];
    const stop = store.subscribe(({ type, previous }) => types.push(previous ? type : `${type} new`));
    const start = store.version;
    store.put(object('x'));
    store.put(object('x'));
    store.remove('ConfigMap', 'a', 'x');
    stop();
    assert.deepEqual(types, ['ADDED new', 'MODIFIED', 'DELETED']);
    assert.equal(store.since('ConfigMap', start)?.length, 3);
    for (let count = 0; count < 6; count += 1) store.put(object('y'));
    assert.equal(store.since('ConfigMap', start), undefined);
    assert.equal(
      store.since('ConfigMap', store.forgotten('ConfigMap'))?.[0]?.version,
      store.forgotten('ConfigMap') + 1,
    );
    assert.equal(store.forgotten('Secret'), 0);
    assert.deepEqual(store.since('ConfigMap', store.version), []);
  });

  it('raises its version on a touch', () => {
    const store = new Store();
    store.touch();
    assert.equal(store.version, 1);
  });
});
