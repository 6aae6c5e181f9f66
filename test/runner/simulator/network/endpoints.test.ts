import assert from 'node:assert/strict';
import { conditionsOf, endpointsOf, slicesOf, zoneOf } from '../../../../runner/simulator/network/endpoints.ts';
import { endpoint, testClusterState } from '../support/cluster-state.ts';

describe('endpoints of slices', () => {
  for (const [conditions, expected] of [
    [{}, { ready: true, serving: true, terminating: false }],
    [{ ready: false }, { ready: false, serving: false, terminating: false }],
    [
      { ready: false, serving: true, terminating: true },
      { ready: false, serving: true, terminating: true },
    ],
    [
      { ready: true, serving: false },
      { ready: true, serving: false, terminating: false },
    ],
  ] as const)
    it(`B8 ${JSON.stringify(conditions)} reads ${JSON.stringify(expected)}`, () =>
      assert.deepEqual(conditionsOf({ conditions }), expected));

  it('are found by port name and protocol, each address once, in the order of addresses', () => {
    const clusterState = testClusterState();
    const ports = [
      { name: 'http', port: 8080 },
      { name: 'dns', port: 53, protocol: 'UDP' },
    ];
    clusterState.service('a', {}, [endpoint('10.244.1.5'), endpoint('10.244.1.4'), { addresses: [] }], { ports });
    clusterState.put({
      kind: 'EndpointSlice',
      metadata: { name: 'a-2', namespace: 'default', labels: { 'kubernetes.io/service-name': 'a' } },
      endpoints: [endpoint('10.244.1.4'), endpoint('10.244.1.6')],
      ports: [{ name: 'http', port: 9090 }],
    });
    const slices = slicesOf(clusterState, 'default', 'a');
    const found = (name: string, protocol: 'TCP' | 'UDP') =>
      endpointsOf(slices, name, protocol).map(({ ip, port }) => `${ip}:${port}`);
    assert.deepEqual(found('http', 'TCP'), [
      '10.244.1.4:8080',
      '10.244.1.4:9090',
      '10.244.1.5:8080',
      '10.244.1.6:9090',
    ]);
    assert.deepEqual(found('dns', 'UDP'), ['10.244.1.4:53', '10.244.1.5:53']);
    assert.deepEqual(found('dns', 'TCP'), []);
    assert.deepEqual(slicesOf(clusterState, 'other', 'a'), []);
  });

  it('the zone is a label of the node', () => {
    const clusterState = testClusterState();
    const node = clusterState.put({
      kind: 'Node',
      metadata: { name: 'n', labels: { 'topology.kubernetes.io/zone': 'east' } },
    });
    assert.deepEqual([zoneOf(node), zoneOf(undefined)], ['east', '']);
  });
});
