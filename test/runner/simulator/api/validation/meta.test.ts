import assert from 'node:assert/strict';
import { makeApi } from '../../cluster.ts';

describe('metadata', () => {
  const { create, update } = makeApi();

  it('checks names by kind', () => {
    assert.throws(
      () => create('ConfigMap', { metadata: { name: 'Not_ok' } }),
      /metadata.name: Invalid value: "Not_ok": a lowercase RFC 1123 subdomain/,
    );
    assert.throws(
      () => create('ConfigMap', { metadata: {} }),
      /metadata.name: Required value: name or generateName is required/,
    );
    assert.ok(create('ConfigMap', { metadata: { name: 'a.b' } }));
  });

  it('checks labels and annotations', () => {
    assert.throws(
      () => create('ConfigMap', { metadata: { name: 'x', labels: { 'a b': 'c' } } }),
      /metadata.labels: Invalid value: "a b": name part must consist/,
    );
    assert.throws(
      () => create('ConfigMap', { metadata: { name: 'x', labels: { a: 'b c' } } }),
      /metadata.labels: Invalid value: "b c": a valid label must be/,
    );
    assert.throws(
      () => create('ConfigMap', { metadata: { name: 'x', annotations: { a: 'x'.repeat(262_145) } } }),
      /metadata.annotations: Too long: may not be more than 262144 bytes/,
    );
  });

  it('identity does not change', () => {
    create('ConfigMap', { metadata: { name: 'c' } });
    assert.throws(
      () => update('ConfigMap', 'c', (current) => ({ ...current, metadata: { ...current.metadata, uid: 'other' } })),
      /metadata.uid: Invalid value: "other": field is immutable/,
    );
  });
});
