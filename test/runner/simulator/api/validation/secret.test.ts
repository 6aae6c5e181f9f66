import assert from 'node:assert/strict';
import { describeFault } from '../../../../../runner/simulator/api/field-error.ts';
import { faultsOfSecret } from '../../../../../runner/simulator/api/validation/secret.ts';
import type { Secret } from '../../../../../runner/simulator/objects/configuration.ts';

const secret = (type: string, data: Record<string, string> = {}): Secret =>
  ({ kind: 'Secret', metadata: { name: 's' }, type, data }) as unknown as Secret;
const validate = (type: string, data: Record<string, string>): string[] =>
  faultsOfSecret(secret(type, data), undefined).map(describeFault);

describe('validation of Secrets', () => {
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
    it(`${type} with ${Object.keys(data).join() || 'nothing'}`, () => assert.deepEqual(validate(type, data), faults));

  it('the type never changes', () =>
    assert.deepEqual(faultsOfSecret(secret('Opaque'), secret('example.com/a')).map(describeFault), [
      'type: Invalid value: "Opaque": field is immutable',
    ]));
});
