import assert from 'node:assert/strict';
import { makeApi, rowOf } from '../../cluster.ts';

describe('Namespace', () => {
  it('is labelled with its name, active, and on its way out until its contents are gone', () => {
    const { create, remove, store } = makeApi();
    const made = create('Namespace', { metadata: { name: 'x' } });
    assert.deepEqual(made.metadata.labels, { 'kubernetes.io/metadata.name': 'x' });
    assert.deepEqual(made['spec'], { finalizers: ['kubernetes'] });
    assert.deepEqual(made['status'], { phase: 'Active' });
    assert.equal(remove('Namespace', 'x').gone, false);
    assert.equal(store.get('Namespace', undefined, 'x')?.status.phase, 'Terminating');
  });

  it('has the name of a label', () =>
    assert.throws(() => makeApi().create('Namespace', { metadata: { name: 'a.b' } }), /must not contain dots/));

  it('prints its state', () =>
    assert.deepEqual(rowOf('Namespace', { status: { phase: 'Active' } }), ['x', 'Active', '5s']));
});
