import assert from 'node:assert/strict';
import { sourceOfPod } from '../../../../runner/simulator/network/hosts.ts';
import { endpoint, named } from '../support/cluster-state.ts';
import { all, hits, kubia, outside, required, vip } from '../support/kubia.ts';

describe('the data plane: a clusterIP', () => {
  it('S13 E8 chooses uniformly for each connection (chi-square, 2 degrees of freedom)', () => {
    const { network, from } = kubia();
    const counts = new Map<string, number>();
    for (let time = 0; time < 3_000; time++) {
      const outcome = network.connect(from('client'), vip, 80, 'TCP');
      assert.equal(outcome.result, 'connected');
      if (outcome.result === 'connected') counts.set(outcome.backend.name, (counts.get(outcome.backend.name) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
    assert.deepEqual([...counts.keys()].sort(), all);
    assert.ok(chiSquare < 13.8, `chi-square ${chiSquare} has p < 0.001`);
  });

  it('the same seed gives the same choices', () => {
    const run = (seed: number): string[] => {
      const { network, from } = kubia({}, { seed });
      return Array.from({ length: 30 }, () => hits(() => network.connect(from('client'), vip, 80, 'TCP'), 1)[0] ?? '');
    };
    assert.deepEqual(run(7), run(7));
    assert.notDeepEqual(run(7), run(8));
  });

  it('S9 is reachable from pods and nodes, and lost from outside', () => {
    const { network, from, node } = kubia();
    assert.deepEqual(
      hits(() => network.connect(from('far'), vip, 80, 'TCP')),
      all,
    );
    assert.deepEqual(
      hits(() => network.connect(node('worker-2'), vip, 80, 'TCP')),
      all,
    );
    assert.deepEqual(
      hits(() => network.connect(outside, vip, 80, 'TCP'), 1),
      ['dropped'],
    );
  });

  for (const [mode, expected] of [
    ['iptables', 'dropped'],
    ['nftables', 'refused'],
  ] as const) {
    it(`S33 S66 E2 another port is ${expected} with ${mode}`, () => {
      const { network, from } = kubia({}, { proxyMode: mode });
      assert.equal(network.connect(from('client'), vip, 8080, 'TCP').result, expected);
    });
    it(`E3 an unallocated Service address is dropped with ${mode}`, () => {
      const { network, from } = kubia({}, { proxyMode: mode });
      assert.equal(network.connect(from('client'), '10.96.200.200', 80, 'TCP').result, 'dropped');
    });
  }

  for (const label of ['service.kubernetes.io/service-proxy-name', 'service.kubernetes.io/headless'])
    it(`B61 the label ${label} hides a Service from kube-proxy`, () => {
      const { clusterState, network, from } = kubia();
      const service = required(clusterState.get('Service', 'default', 'kubia'));
      clusterState.put({ ...service, metadata: { ...service.metadata, labels: { [label]: '' } } });
      assert.equal(network.connect(from('client'), vip, 80, 'TCP').result, 'dropped');
    });

  it('B74 S68 a closed port or one bound to loopback refuses its share', () => {
    const { clusterState, pods, network, from } = kubia();
    clusterState.stop(pods.b);
    assert.deepEqual(
      hits(() => network.connect(from('client'), vip, 80, 'TCP')),
      ['kubia-a', 'kubia-c', 'refused'],
    );
    const local = clusterState.pod('local', {
      ip: '10.244.1.7',
      listeners: [named('local', 8080, { address: '127.0.0.1' })],
    });
    assert.equal(network.connect(from('client'), '10.244.1.7', 8080, 'TCP').result, 'refused');
    assert.equal(network.connect(sourceOfPod(local), '127.0.0.1', 8080, 'TCP').result, 'connected');
  });

  it('S19 B60 finds ports by name and protocol', () => {
    const { clusterState, network, from } = kubia();
    clusterState.pod('dns', {
      ip: '10.244.1.8',
      listeners: [named('dns', 5353), named('dns', 5354, { protocol: 'UDP' })],
    });
    clusterState.service(
      'dns',
      {
        clusterIP: '10.96.0.53',
        ports: [
          { name: 'tcp', port: 53, targetPort: 5353 },
          { name: 'udp', port: 53, targetPort: 5354, protocol: 'UDP' },
        ],
      },
      [endpoint('10.244.1.8')],
    );
    for (const [protocol, port] of [
      ['TCP', 5353],
      ['UDP', 5354],
    ] as const) {
      const outcome = network.connect(from('client'), '10.96.0.53', 53, protocol);
      assert.equal(outcome.result === 'connected' && outcome.backend.port, port);
    }
    assert.equal(network.connect(from('client'), '10.96.0.53', 53, 'SCTP').result, 'dropped');
  });
});
