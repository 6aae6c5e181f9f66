import assert from 'node:assert/strict';
import { makeApi } from '../../cluster.ts';

describe('validation of endpoint objects', () => {
  for (const [kind, body, message] of [
    [
      'Endpoints',
      { subsets: [{ ports: [{ port: 80 }] }] },
      'Endpoints "e" is invalid: subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`',
    ],
    [
      'Endpoints',
      { subsets: [{ addresses: [{ ip: '127.0.0.1' }] }] },
      'Endpoints "e" is invalid: subsets[0].addresses[0].ip: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
    ],
    ['EndpointSlice', { endpoints: [] }, 'EndpointSlice.discovery.k8s.io "e" is invalid: addressType: Required value'],
    [
      'EndpointSlice',
      { addressType: 'IPv4', endpoints: [{ addresses: [] }] },
      'EndpointSlice.discovery.k8s.io "e" is invalid: endpoints[0].addresses: Required value: must contain at least 1 address',
    ],
    [
      'EndpointSlice',
      { addressType: 'IPv4', endpoints: [{ addresses: ['fd00::1'] }] },
      'EndpointSlice.discovery.k8s.io "e" is invalid: endpoints[0].addresses: Invalid value: "fd00::1": must be an IPv4 address',
    ],
    [
      'EndpointSlice',
      { addressType: 'IPv4', endpoints: [], ports: [{ name: 'a' }, { name: 'a' }] },
      'EndpointSlice.discovery.k8s.io "e" is invalid: ports[1].name: Duplicate value: "a"',
    ],
  ] as const)
    it(message, () => {
      assert.throws(() => makeApi().create(kind, { metadata: { name: 'e' }, ...(body as object) }), { message });
    });

  it('takes the external service of the chapter', () => {
    const subsets = [{ addresses: [{ ip: '11.11.11.11' }, { ip: '22.22.22.22' }], ports: [{ port: 80 }] }];
    const made = makeApi().create('Endpoints', { metadata: { name: 'external-service' }, subsets });
    assert.deepEqual(made['subsets'], [{ ...subsets[0], ports: [{ port: 80, protocol: 'TCP' }] }]);
  });
});
