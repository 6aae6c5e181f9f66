import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../runner/core/json.ts';
import { endpointSliceKind } from '../../../../../runner/simulator/api/kinds/endpoint-slice.ts';
import { makeApi, rowOf } from '../../cluster.ts';

const create = (body: JsonObject) => makeApi().create('EndpointSlice', { metadata: { name: 'e' }, ...body });

describe('EndpointSlice', () => {
  for (const [body, message] of [
    [{ endpoints: [] }, 'addressType: Required value'],
    [
      { addressType: 'IPv4', endpoints: [{ addresses: [] }] },
      'endpoints[0].addresses: Required value: must contain at least 1 address',
    ],
    [
      { addressType: 'IPv4', endpoints: [{ addresses: ['fd00::1'] }] },
      'endpoints[0].addresses: Invalid value: "fd00::1": must be an IPv4 address',
    ],
    [
      { addressType: 'IPv4', endpoints: [], ports: [{ name: 'a' }, { name: 'a' }] },
      'ports[1].name: Duplicate value: "a"',
    ],
  ] as const)
    it(message, () =>
      assert.throws(() => create(body as never), {
        message: `EndpointSlice.discovery.k8s.io "e" is invalid: ${message}`,
      }),
    );

  it('has ports of TCP without a name, and null for an empty list', () => {
    const made = create({ addressType: 'IPv4', ports: [{ port: 80 }] });
    assert.deepEqual(made['ports'], [{ port: 80, protocol: 'TCP', name: '' }]);
    assert.equal(made['endpoints'], null);
  });

  it('counts changes of endpoints and ports, and keeps its type of address', () => {
    const { create, update } = makeApi();
    create('EndpointSlice', { metadata: { name: 'e' }, addressType: 'IPv4', endpoints: [], ports: [] });
    const changed = update('EndpointSlice', 'e', (current) => ({
      ...current,
      endpoints: [{ addresses: ['1.2.3.4'] }],
    }));
    assert.equal(changed.metadata.generation, 2);
    assert.throws(
      () => update('EndpointSlice', 'e', (current) => ({ ...current, addressType: 'FQDN' })),
      /addressType: Invalid value: "FQDN": field is immutable/,
    );
  });

  for (const [body, warning] of [
    [
      { addressType: 'IPv6', endpoints: [{ addresses: ['FD00::1'] }] },
      'endpoints[0].addresses[0]: IPv6 address "FD00::1" should be in RFC 5952 canonical format ("fd00::1")',
    ],
    [
      { addressType: 'IPv6', endpoints: [{ addresses: ['::ffff:1.2.3.4'] }] },
      'endpoints[0].addresses[0]: non-standard IP address "::ffff:1.2.3.4" will be considered invalid in a future Kubernetes release: use "1.2.3.4"',
    ],
    [{ addressType: 'FQDN' }, 'spec.addressType: FQDN endpoints are deprecated'],
  ] as const)
    it(`warns: ${warning}`, () => {
      const object = { metadata: {}, ...body } as never;
      assert.deepEqual(endpointSliceKind.warnings?.(object, true), [warning]);
    });

  it('prints what it lacks as unset', () =>
    assert.deepEqual(rowOf('EndpointSlice', { addressType: 'IPv4', endpoints: [], ports: [] }), [
      'x',
      'IPv4',
      '<unset>',
      '<unset>',
      '5s',
    ]));
});
