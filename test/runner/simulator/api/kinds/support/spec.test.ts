import assert from 'node:assert/strict';
import { inSpec, specOf, statusOf } from '../../../../../../runner/simulator/api/kinds/support/spec.ts';

describe('spec and status', () => {
  it('are empty where they are missing or no objects', () => {
    assert.deepEqual(specOf({ spec: [] }), {});
    assert.deepEqual(statusOf({}), {});
    assert.deepEqual(specOf({ spec: { a: 1 } }), { a: 1 });
  });

  it('defaults of a spec leave the rest', () => {
    const object = { apiVersion: 'v1', kind: 'X', metadata: { name: 'a', uid: '', resourceVersion: '' }, data: 1 };
    assert.deepEqual(inSpec((spec) => ({ ...spec, a: 1 }))(object), { ...object, spec: { a: 1 } });
  });
});
