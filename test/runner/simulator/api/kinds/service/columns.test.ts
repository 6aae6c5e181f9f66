import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../../runner/core/json.ts';
import type { Printer } from '../../../../../../runner/simulator/api/columns.ts';
import {
  endpointSlicePrinter,
  endpointsPrinter,
  ingressClassPrinter,
  ingressPrinter,
  networkPolicyPrinter,
  servicePrinter,
} from '../../../../../../runner/simulator/api/kinds/service/columns.ts';

const now = Date.parse('2026-01-01T01:00:00Z');
const cells = (printer: Printer, object: JsonObject): unknown[] =>
  printer.cells({ metadata: { name: 'x', creationTimestamp: '2026-01-01T00:00:00Z' }, ...object } as never, now);

describe('tables of the network', () => {
  // The rows of `kubectl get svc` that the oracle lists.
  for (const [spec, status, row] of [
    [
      { type: 'ClusterIP', clusterIPs: ['10.96.0.1'], ports: [{ port: 443, protocol: 'TCP' }] },
      {},
      ['ClusterIP', '10.96.0.1', '<none>', '443/TCP'],
    ],
    [
      { type: 'NodePort', clusterIPs: ['10.1.1.1'], ports: [{ port: 80, nodePort: 30_123, protocol: 'TCP' }] },
      {},
      ['NodePort', '10.1.1.1', '<none>', '80:30123/TCP'],
    ],
    [
      { type: 'LoadBalancer', clusterIPs: ['10.1.1.1'], ports: [] },
      {},
      ['LoadBalancer', '10.1.1.1', '<pending>', '<none>'],
    ],
    [
      { type: 'LoadBalancer', clusterIPs: ['10.1.1.1'], ports: [] },
      { loadBalancer: { ingress: [{ ip: '172.18.0.5' }] } },
      ['LoadBalancer', '10.1.1.1', '172.18.0.5', '<none>'],
    ],
    [
      { type: 'ExternalName', externalName: 'api.example.com' },
      {},
      ['ExternalName', '<none>', 'api.example.com', '<none>'],
    ],
    [
      { type: 'ClusterIP', clusterIPs: ['None'], ports: [{ port: 80, protocol: 'TCP' }] },
      {},
      ['ClusterIP', 'None', '<none>', '80/TCP'],
    ],
  ] as const)
    it(row.join(' '), () =>
      assert.deepEqual(cells(servicePrinter, { spec, status } as never), ['x', ...row, '60m', '<none>']),
    );

  it('endpoints: three, then how many more', () => {
    const addresses = ['1', '2', '3', '4'].map((last) => ({ ip: `10.0.0.${last}` }));
    const subsets = [{ addresses, ports: [{ port: 80 }] }];
    assert.deepEqual(cells(endpointsPrinter, { subsets }), [
      'x',
      '10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 1 more...',
      '60m',
    ]);
    assert.deepEqual(cells(endpointsPrinter, {}), ['x', '<none>', '60m']);
  });

  it('a slice without ports or endpoints', () => {
    assert.deepEqual(cells(endpointSlicePrinter, { addressType: 'IPv4', endpoints: [], ports: [] }), [
      'x',
      'IPv4',
      '<unset>',
      '<unset>',
      '60m',
    ]);
  });

  it('an Ingress, its class and a policy', () => {
    const spec = { rules: [{ host: 'a.b' }, {}], tls: [{}] };
    assert.deepEqual(cells(ingressPrinter, { spec, status: {} }), ['x', '<none>', 'a.b', '', '80, 443', '60m']);
    assert.deepEqual(cells(ingressClassPrinter, { spec: { controller: 'c/d' } }), ['x', 'c/d', '<none>', '60m']);
    assert.deepEqual(cells(networkPolicyPrinter, { spec: { podSelector: { matchLabels: { a: 'b' } } } }), [
      'x',
      'a=b',
      '60m',
    ]);
  });
});
