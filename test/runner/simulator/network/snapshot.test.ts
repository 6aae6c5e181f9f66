import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createSnapshot, type Snapshot } from '../../../../runner/simulator/network/snapshot.ts';
import { endpoint, testClusterState } from '../support/cluster-state.ts';

const pick = (count: number) => fc.nat(count - 1);

/** Changes that come and go over few names and addresses, so that they meet. */
const change = fc.oneof(
  fc.record({
    do: fc.constant('pod' as const),
    name: pick(4),
    ip: pick(4),
    node: pick(2),
    hostNetwork: fc.boolean(),
    phase: fc.constantFrom('Running', 'Failed', 'Pending'),
  }),
  fc.record({
    do: fc.constant('service' as const),
    name: pick(3),
    ip: pick(3),
    nodePort: pick(3),
    proxied: fc.boolean(),
  }),
  fc.record({ do: fc.constant('slice' as const), name: pick(3), owner: pick(3), ip: pick(4) }),
  fc.record({ do: fc.constant('node' as const), ip: pick(2) }),
  fc.record({
    do: fc.constant('remove' as const),
    kind: fc.constantFrom('Pod', 'Service', 'EndpointSlice'),
    name: pick(4),
  }),
);
type Change = typeof change extends fc.Arbitrary<infer Each> ? Each : never;

const apply = (clusterState: ReturnType<typeof testClusterState>, each: Change): void => {
  if (each.do === 'pod')
    clusterState.pod(`object-${each.name}`, {
      ip: each.hostNetwork ? `172.18.0.${each.node + 3}` : `10.244.1.${each.ip}`,
      node: `worker-${each.node + 1}`,
      phase: each.phase,
      spec: { hostNetwork: each.hostNetwork },
    });
  if (each.do === 'service')
    clusterState.put({
      kind: 'Service',
      metadata: { name: `object-${each.name}`, namespace: 'default' },
      spec: {
        clusterIP: each.proxied ? `10.96.0.${each.ip}` : 'None',
        externalIPs: ['9.9.9.9'],
        ports: [{ port: 80, nodePort: 30_000 + each.nodePort }],
        healthCheckNodePort: 31_000 + each.nodePort,
      },
    });
  if (each.do === 'slice')
    clusterState.put({
      kind: 'EndpointSlice',
      metadata: {
        name: `object-${each.name}`,
        namespace: 'default',
        labels: { 'kubernetes.io/service-name': `object-${each.owner}` },
      },
      ports: [{ name: '', port: 8080 }],
      endpoints: [endpoint(`10.244.1.${each.ip}`)],
    });
  if (each.do === 'node')
    clusterState.put({
      kind: 'Node',
      metadata: { name: 'worker-1' },
      spec: {},
      status: { addresses: [{ type: 'InternalIP', address: `172.18.0.${each.ip + 3}` }] },
    });
  if (each.do === 'remove') clusterState.remove(each.kind, `object-${each.name}`, 'default');
};

/** Every question to the tables. */
const answers = ({ services, hosts }: Snapshot): unknown => ({
  hosts: ['10.244.1.0', '10.244.1.1', '10.244.1.2', '10.244.1.3', '172.18.0.3', '172.18.0.4', '172.18.0.50'].map(
    (ip) => {
      const host = hosts.at(ip);
      return host && [host.kind, host.name];
    },
  ),
  nodes: hosts.nodes.map(({ metadata }) => metadata.name),
  onHost: ['worker-1', 'worker-2'].map((node) =>
    hosts
      .hostNetworkPods(node)
      .map(({ metadata }) => metadata.uid)
      .sort(),
  ),
  services: [0, 1, 2].flatMap((number) => [
    services.find(`10.96.0.${number}`, 80, 'TCP')?.service.endpoints,
    services.isClusterIP(`10.96.0.${number}`),
    services.nodePort(30_000 + number, 'TCP') !== undefined,
    services.healthCheck(31_000 + number) !== undefined,
  ]),
  external: services.find('9.9.9.9', 80, 'TCP') !== undefined,
});

describe('a snapshot of the objects', () => {
  it('follows every change as if it were made anew', () =>
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const clusterState = testClusterState();
        clusterState.external({ name: 'legacy', ip: '172.18.0.50', listeners: [] });
        const snapshot = createSnapshot(clusterState);
        for (const each of changes) {
          answers(snapshot);
          apply(clusterState, each);
        }
        // Of two that claim one address, the one that has it may depend on which came last.
        const claims = new Map<string, number>();
        for (const kind of ['Pod', 'Service'])
          for (const object of clusterState.list(kind)) {
            const ip = JSON.stringify(object).match(/10\.(244\.1|96\.0)\.\d/)?.[0] ?? '';
            claims.set(ip, (claims.get(ip) ?? 0) + 1);
          }
        fc.pre([...claims.values()].every((count) => count < 2));
        assert.deepEqual(answers(snapshot), answers(createSnapshot(clusterState)));
      }),
      { numRuns: 300 },
    ));
});
