import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../runner/core/json.ts';
import { endpointsKind } from '../../../../../runner/simulator/api/kinds/endpoints.ts';
import { warningsOf } from '../../../../../runner/simulator/api/warnings.ts';
import { makeApi, rowOf } from '../../cluster.ts';

const create = (body: JsonObject) => makeApi().create('Endpoints', { metadata: { name: 'e' }, ...body });

describe('Endpoints', () => {
  for (const [subset, message] of [
    [{ ports: [{ port: 80 }] }, 'subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`'],
    [
      { addresses: [{ ip: '127.0.0.1' }] },
      'subsets[0].addresses[0].ip: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
    ],
    [
      { addresses: [{ ip: '1.2.3.4' }], ports: [{ port: 80 }, { name: 'b', port: 81 }] },
      'subsets[0].ports[0].name: Required value',
    ],
  ] as const)
    it(message, () =>
      assert.throws(() => create({ subsets: [subset as never] }), { message: `Endpoints "e" is invalid: ${message}` }),
    );

  it('takes the external service of the chapter, with ports of TCP', () => {
    const subsets = [{ addresses: [{ ip: '11.11.11.11' }, { ip: '22.22.22.22' }], ports: [{ port: 80 }] }];
    assert.deepEqual(create({ subsets })['subsets'], [{ ...subsets[0], ports: [{ port: 80, protocol: 'TCP' }] }]);
  });

  it('warns of addresses that people write, not of those of controllers', () => {
    const object = create({ subsets: [{ addresses: [{ ip: '010.0.0.1' }] }] });
    assert.equal(warningsOf(endpointsKind, object, false).length, 2);
    const labels = { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' };
    const managed = { ...object, metadata: { ...object.metadata, labels } };
    assert.deepEqual(warningsOf(endpointsKind, managed, false), [
      'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
    ]);
  });

  it('prints three addresses, then how many more', () => {
    const addresses = ['1', '2', '3', '4'].map((last) => ({ ip: `10.0.0.${last}` }));
    assert.deepEqual(rowOf('Endpoints', { subsets: [{ addresses, ports: [{ port: 80 }] }] }), [
      'x',
      '10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 1 more...',
      '5s',
    ]);
    assert.deepEqual(rowOf('Endpoints', {}), ['x', '<none>', '5s']);
  });
});
