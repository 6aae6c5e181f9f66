import assert from 'node:assert/strict';
import type { FieldError } from '../../../../../runner/simulator/api/field-error.ts';
import { validateUpdate } from '../../../../../runner/simulator/api/validation/object.ts';
import type { Meta } from '../../../../../runner/simulator/objects/metadata.ts';
import { apiKind, makeApi } from '../../cluster.ts';

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

  it('a change is looked at for all kinds alike and by its own kind', () => {
    const old = { name: 'm', uid: 'own', resourceVersion: '1' };
    const bare = { apiVersion: 'v1', kind: 'X', spec: { template: {} }, status: {} };
    const isOfMeta = ({ field }: FieldError): boolean => field.startsWith('metadata.');
    const count = (kind: string, change: Partial<Meta>): number => {
      const next = { ...bare, metadata: { ...old, labels: { a: 'b c' }, ...change } };
      return validateUpdate(apiKind(kind), next, { ...bare, metadata: old }).filter(isOfMeta).length;
    };
    assert.deepEqual(
      ['Service', 'EndpointSlice', 'ConfigMap', 'Deployment'].map((kind) => count(kind, {})),
      [3, 3, 4, 3],
    );
    assert.deepEqual(
      ['Service', 'EndpointSlice'].map((kind) => count(kind, { labels: {}, uid: 'other' })),
      [2, 1],
    );
  });

  it('identity does not change', () => {
    create('ConfigMap', { metadata: { name: 'c' } });
    assert.throws(
      () => update('ConfigMap', 'c', (current) => ({ ...current, metadata: { ...current.metadata, uid: 'other' } })),
      /Precondition failed: UID in precondition: other, UID in object meta: [-0-9a-f]+$/,
    );
  });
});
