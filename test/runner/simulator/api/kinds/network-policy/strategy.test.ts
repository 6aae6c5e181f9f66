import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../../runner/core/json.ts';
import { makeApi, rowOf } from '../../../cluster.ts';

const specOf = (spec: JsonObject): unknown =>
  makeApi().create('NetworkPolicy', { metadata: { name: 'p' }, spec })['spec'];

describe('NetworkPolicy', () => {
  it('is for Ingress, and for Egress when it has such rules', () => {
    assert.deepEqual(specOf({}), { podSelector: {}, policyTypes: ['Ingress'] });
    assert.deepEqual(specOf({ egress: [{ ports: [{ port: 80 }] }], ingress: [] }), {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      egress: [{ ports: [{ port: 80, protocol: 'TCP' }] }],
    });
  });

  it('prints its selector', () =>
    assert.deepEqual(rowOf('NetworkPolicy', { spec: { podSelector: { matchLabels: { a: 'b' } } } }), [
      'x',
      'a=b',
      '5s',
    ]));
});
