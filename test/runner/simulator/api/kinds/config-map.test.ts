import assert from 'node:assert/strict';
import { makeApi, rowOf } from '../../cluster.ts';

describe('ConfigMap', () => {
  it('refuses a key that is no file name', () =>
    assert.throws(
      () => makeApi().create('ConfigMap', { metadata: { name: 'c' }, data: { 'a/b': '' } }),
      /data\[a\/b\]: Invalid value: "a\/b": a valid config key must consist of/,
    ));

  it('stays as it is once it is immutable', () => {
    const { create, update } = makeApi();
    create('ConfigMap', { metadata: { name: 'c' }, data: { a: '1' }, immutable: true });
    assert.throws(
      () => update('ConfigMap', 'c', (current) => ({ ...current, data: { a: '2' } })),
      /data: Forbidden: field is immutable when `immutable` is set/,
    );
  });

  it('prints the number of its keys', () =>
    assert.deepEqual(rowOf('ConfigMap', { data: { a: '', b: '' }, binaryData: { c: '' } }), ['x', 3, '5s']));
});
