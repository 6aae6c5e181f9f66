import assert from 'node:assert/strict';
import { describeFault } from '../../../../../runner/simulator/api/field-error.ts';
import { secretKind } from '../../../../../runner/simulator/api/kinds/secret.ts';
import type { Secret } from '../../../../../runner/simulator/objects/configuration.ts';
import { makeApi, rowOf } from '../../cluster.ts';

const secret = (type: string, data: Record<string, string> = {}): Secret => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', uid: '', resourceVersion: '' },
  type,
  data,
});

describe('Secret', () => {
  it('turns stringData into data, and is opaque unless it says more', () => {
    const made = makeApi().create('Secret', { metadata: { name: 's' }, data: { a: 'QQ==' }, stringData: { b: 'B' } });
    assert.deepEqual(made['data'], { a: 'QQ==', b: 'Qg==' });
    assert.equal(made['stringData'], undefined);
    assert.equal(made['type'], 'Opaque');
  });

  for (const [type, data, ...faults] of [
    ['Opaque', {}],
    ['kubernetes.io/tls', {}, 'data[tls.crt]: Required value', 'data[tls.key]: Required value'],
    ['kubernetes.io/tls', { 'tls.crt': '', 'tls.key': '' }],
    ['kubernetes.io/basic-auth', {}, 'data[username]: Required value', 'data[password]: Required value'],
    ['kubernetes.io/basic-auth', { password: '' }],
    [
      'kubernetes.io/service-account-token',
      {},
      'metadata.annotations[kubernetes.io/service-account.name]: Required value',
    ],
    ['toString', {}],
  ] as const)
    it(`${type} with ${Object.keys(data).join() || 'nothing'}`, () =>
      assert.deepEqual(secretKind.validate?.(secret(type, data)).map(describeFault), faults));

  it('the type never changes', () =>
    assert.deepEqual(secretKind.validateUpdate?.(secret('Opaque'), secret('example.com/a')).map(describeFault), [
      'type: Invalid value: "Opaque": field is immutable',
    ]));

  it('prints its type and the number of its keys', () =>
    assert.deepEqual(rowOf('Secret', { type: 'Opaque' }), ['x', 'Opaque', 0, '5s']));
});
