import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { sourceOfNode, sourceOfPod } from '../../../../runner/simulator/network/hosts.ts';
import { createNetwork, stands } from '../../../../runner/simulator/network/network.ts';
import type { ConnectOutcome, Source, World } from '../../../../runner/simulator/world.ts';
import { endpoint, named, type TestWorld, testWorld } from '../support/world.ts';

const vip = '10.96.10.10';
const outside: Source = { place: 'outside', ip: '172.18.0.100' };

/** Two pods on worker-1, one on worker-2, a client pod on each, all reachable through the Service kubia. */
const kubia = (spec: JsonObject = {}, options: { proxyMode?: World['proxyMode']; seed?: number } = {}) => {
  const world = testWorld(options);
  const pods = {
    a: world.pod('kubia-a', { ip: '10.244.1.4', labels: { app: 'kubia' } }),
    b: world.pod('kubia-b', { ip: '10.244.1.5', labels: { app: 'kubia' } }),
    c: world.pod('kubia-c', { ip: '10.244.2.4', node: 'worker-2', labels: { app: 'kubia' } }),
    client: world.pod('client', { ip: '10.244.1.9', ports: [], labels: { app: 'client' } }),
    far: world.pod('far', { ip: '10.244.0.9', node: 'control-plane', ports: [] }),
  };
  const ready = [endpoint('10.244.1.4'), endpoint('10.244.1.5'), endpoint('10.244.2.4', 'worker-2')];
  const put = (more: JsonObject = {}, endpoints: readonly JsonObject[] = ready, status: JsonObject = {}): void =>
    void world.service(
      'kubia',
      { clusterIP: vip, clusterIPs: [vip], ports: [{ port: 80, targetPort: 8080 }], ...spec, ...more },
      endpoints,
      { status },
    );
  put();
  const network = createNetwork(world);
  const from = (name: keyof typeof pods): Source => sourceOfPod(pods[name]);
  const node = (name: string): Source => sourceOfNode(required(world.get('Node', undefined, name)));
  return { world, pods, network, put, ready, from, node };
};

const required = <Value>(value: Value | undefined): Value => {
  assert.ok(value !== undefined);
  return value;
};

/** The names of those who answered, or how it failed. */
const hits = (connect: () => ConnectOutcome, times = 60): string[] => {
  const seen = new Set<string>();
  for (let time = 0; time < times; time++) {
    const outcome = connect();
    seen.add(outcome.result === 'connected' ? outcome.backend.name : outcome.result);
  }
  return [...seen].sort();
};

const peerOf = (outcome: ConnectOutcome): string => (outcome.result === 'connected' ? outcome.peer.ip : outcome.result);
const all = ['kubia-a', 'kubia-b', 'kubia-c'];

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

  it('B13 E4 is refused when there is no endpoint at all', () => {
    const { network, from, put } = kubia({ externalIPs: ['203.0.113.9'], ports: [{ port: 80, nodePort: 30123 }] });
    put({}, []);
    assert.equal(network.connect(from('client'), vip, 80, 'TCP').result, 'refused');
    assert.equal(network.connect(from('client'), '203.0.113.9', 80, 'TCP').result, 'refused');
    assert.equal(network.connect(outside, '172.18.0.3', 30123, 'TCP').result, 'refused');
    put({ internalTrafficPolicy: 'Local' }, []);
    assert.equal(network.connect(from('client'), vip, 80, 'TCP').result, 'refused');
  });

  it('B12 never uses an endpoint that is neither ready nor serving', () => {
    const { network, from, put, ready } = kubia();
    const [first = {}, ...others] = ready;
    put({}, [first, ...others.map((each) => ({ ...each, conditions: { ready: false, serving: false } }))]);
    assert.deepEqual(
      hits(() => network.connect(from('client'), vip, 80, 'TCP')),
      ['kubia-a'],
    );
  });

  it('B15 falls back to terminating endpoints that still serve, only when none is ready', () => {
    const { network, from, put } = kubia();
    const leaving = { conditions: { ready: false, serving: true, terminating: true } };
    put({}, [endpoint('10.244.1.4'), endpoint('10.244.1.5', 'worker-1', leaving)]);
    assert.deepEqual(
      hits(() => network.connect(from('client'), vip, 80, 'TCP')),
      ['kubia-a'],
    );
    put({}, [endpoint('10.244.1.5', 'worker-1', leaving)]);
    assert.deepEqual(
      hits(() => network.connect(from('client'), vip, 80, 'TCP')),
      ['kubia-b'],
    );
  });

  it('B16 takes the slice at its word: an unready pod that is published is used', () => {
    const { network, from, put } = kubia();
    put({}, [endpoint('10.244.1.4', 'worker-1', { conditions: { ready: true, serving: false } })]);
    assert.deepEqual(
      hits(() => network.connect(from('client'), vip, 80, 'TCP')),
      ['kubia-a'],
    );
  });

  it('B14 B49 internalTrafficPolicy Local keeps to the own node, and drops where there is none', () => {
    const { network, from, node } = kubia({ internalTrafficPolicy: 'Local' });
    assert.deepEqual(
      hits(() => network.connect(from('client'), vip, 80, 'TCP')),
      ['kubia-a', 'kubia-b'],
    );
    assert.deepEqual(
      hits(() => network.connect(node('worker-2'), vip, 80, 'TCP')),
      ['kubia-c'],
    );
    assert.equal(network.connect(from('far'), vip, 80, 'TCP').result, 'dropped');
  });

  it('B52 hints keep traffic in the node or zone, and are ignored when one endpoint lacks them', () => {
    const { network, from, put } = kubia();
    const hinted = (ip: string, node: string): JsonObject =>
      endpoint(ip, node, { hints: { forNodes: [{ name: node }], forZones: [{ name: 'z' }] } });
    put({}, [hinted('10.244.1.4', 'worker-1'), hinted('10.244.2.4', 'worker-2')]);
    assert.deepEqual(
      hits(() => network.connect(from('client'), vip, 80, 'TCP')),
      ['kubia-a'],
    );
    assert.deepEqual(
      hits(() => network.connect(from('far'), vip, 80, 'TCP')),
      ['kubia-a', 'kubia-c'],
    );
    put({}, [hinted('10.244.1.4', 'worker-1'), endpoint('10.244.2.4', 'worker-2')]);
    assert.deepEqual(
      hits(() => network.connect(from('client'), vip, 80, 'TCP')),
      ['kubia-a', 'kubia-c'],
    );
  });

  for (const label of ['service.kubernetes.io/service-proxy-name', 'service.kubernetes.io/headless'])
    it(`B61 the label ${label} hides a Service from kube-proxy`, () => {
      const { world, network, from } = kubia();
      const service = required(world.get('Service', 'default', 'kubia'));
      world.put({ ...service, metadata: { ...service.metadata, labels: { [label]: '' } } });
      assert.equal(network.connect(from('client'), vip, 80, 'TCP').result, 'dropped');
    });

  it('B74 S68 a closed port or one bound to loopback refuses its share', () => {
    const { world, pods, network, from } = kubia();
    world.stop(pods.b);
    assert.deepEqual(
      hits(() => network.connect(from('client'), vip, 80, 'TCP')),
      ['kubia-a', 'kubia-c', 'refused'],
    );
    const local = world.pod('local', { ip: '10.244.1.7', listeners: [named('local', 8080, { address: '127.0.0.1' })] });
    assert.equal(network.connect(from('client'), '10.244.1.7', 8080, 'TCP').result, 'refused');
    assert.equal(network.connect(sourceOfPod(local), '127.0.0.1', 8080, 'TCP').result, 'connected');
  });

  it('S19 B60 finds ports by name and protocol', () => {
    const { world, network, from } = kubia();
    world.pod('dns', { ip: '10.244.1.8', listeners: [named('dns', 5353), named('dns', 5354, { protocol: 'UDP' })] });
    world.service(
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

describe('the data plane: session affinity', () => {
  const sticky = { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } };

  it('S14 always sticks, with a timeout that slides', async () => {
    const { world, network, from } = kubia(sticky);
    const [first] = hits(() => network.connect(from('client'), vip, 80, 'TCP'), 15);
    for (let minute = 0; minute < 5; minute++) {
      await world.clock.advance(50_000);
      assert.deepEqual(
        hits(() => network.connect(from('client'), vip, 80, 'TCP'), 1),
        [first],
      );
    }
  });

  it('S14 forgets after the timeout, 10800 seconds by default', async () => {
    const { world, network, from } = kubia({ sessionAffinity: 'ClientIP' });
    const seen = new Set<string | undefined>();
    for (let time = 0; time < 30; time++) {
      const answers = hits(() => network.connect(from('client'), vip, 80, 'TCP'), 15);
      assert.equal(answers.length, 1);
      seen.add(answers[0]);
      await world.clock.advance(10_801_000);
    }
    assert.equal(seen.size, 3);
  });

  it('pins each client for itself', () => {
    const { world, network } = kubia(sticky);
    const seen = new Set<string>();
    for (let client = 0; client < 40; client++) {
      const pod = world.pod(`client-${client}`, { ip: `10.244.1.${100 + client}`, ports: [] });
      const answers = hits(() => network.connect(sourceOfPod(pod), vip, 80, 'TCP'), 15);
      assert.equal(answers.length, 1);
      seen.add(answers[0] ?? '');
    }
    assert.deepEqual([...seen].sort(), all);
  });

  it('B53 re-pins at once when the endpoint goes', () => {
    const { network, from, put, ready } = kubia(sticky);
    const answered = network.connect(from('client'), vip, 80, 'TCP');
    const gone = answered.result === 'connected' ? answered.backend : undefined;
    put(
      {},
      ready.filter((each) => (each['addresses'] as string[])[0] !== gone?.ip),
    );
    const answers = hits(() => network.connect(from('client'), vip, 80, 'TCP'), 15);
    assert.equal(answers.length, 1);
    assert.notEqual(answers[0], gone?.name);
  });

  it('B53 holds through a NodePort for the client behind it', () => {
    const { network } = kubia({
      ...sticky,
      type: 'NodePort',
      ports: [{ port: 80, targetPort: 8080, nodePort: 30123 }],
    });
    assert.equal(hits(() => network.connect(outside, '172.18.0.3', 30123, 'TCP'), 40).length, 1);
  });
});

describe('the data plane: from outside', () => {
  const nodePort = { type: 'NodePort', ports: [{ port: 80, targetPort: 8080, nodePort: 30123 }] };

  it('S46 S48 a NodePort answers on every node with any pod, and the pod sees a node', () => {
    const { network } = kubia(nodePort);
    for (const ip of ['172.18.0.2', '172.18.0.3', '172.18.0.4']) {
      assert.deepEqual(
        hits(() => network.connect(outside, ip, 30123, 'TCP')),
        all,
      );
    }
    assert.equal(peerOf(network.connect(outside, '172.18.0.2', 30123, 'TCP')), '172.18.0.2');
  });

  it('S48 the node shows its pods the address of its end of their link', () => {
    const { network, put } = kubia(nodePort);
    put({}, [endpoint('10.244.1.4')]);
    assert.equal(peerOf(network.connect(outside, '172.18.0.3', 30123, 'TCP')), '10.244.1.1');
    assert.equal(peerOf(network.connect(outside, '172.18.0.4', 30123, 'TCP')), '172.18.0.4');
  });

  it('B50 externalTrafficPolicy Local keeps the client and drops where no pod is', () => {
    const { network, from, node } = kubia({ ...nodePort, externalTrafficPolicy: 'Local' });
    assert.deepEqual(
      hits(() => network.connect(outside, '172.18.0.4', 30123, 'TCP')),
      ['kubia-c'],
    );
    assert.equal(peerOf(network.connect(outside, '172.18.0.4', 30123, 'TCP')), outside.ip);
    assert.equal(network.connect(outside, '172.18.0.2', 30123, 'TCP').result, 'dropped');
    assert.equal(network.connect(from('client'), '172.18.0.2', 30123, 'TCP').result, 'dropped');
    assert.deepEqual(
      hits(() => network.connect(from('far'), '172.18.0.2', 30123, 'TCP')),
      all,
    );
    assert.deepEqual(
      hits(() => network.connect(node('control-plane'), '172.18.0.2', 30123, 'TCP')),
      all,
    );
  });

  for (const [mode, gateway, loopback] of [
    ['iptables', 'connected', 'connected'],
    ['nftables', 'refused', 'refused'],
  ] as const)
    it(`E6 E7 with ${mode}: 127.0.0.1 and other local addresses`, () => {
      const { network, node } = kubia(nodePort, { proxyMode: mode });
      assert.equal(network.connect(node('worker-1'), '172.18.0.3', 30123, 'TCP').result, 'connected');
      assert.equal(network.connect(node('worker-1'), '10.244.1.1', 30123, 'TCP').result, gateway);
      assert.equal(network.connect(node('worker-1'), '127.0.0.1', 30123, 'TCP').result, loopback);
    });

  it('B58 an external IP works inside, and nobody outside knows the way', () => {
    const { network, from, node } = kubia({ externalIPs: ['203.0.113.250'] });
    assert.deepEqual(
      hits(() => network.connect(from('client'), '203.0.113.250', 80, 'TCP')),
      all,
    );
    assert.deepEqual(
      hits(() => network.connect(node('worker-1'), '203.0.113.250', 80, 'TCP')),
      all,
    );
    assert.equal(network.connect(outside, '203.0.113.250', 80, 'TCP').result, 'dropped');
  });

  it('S49 B59 a load balancer address, and its source ranges', () => {
    const { network, put, ready } = kubia(nodePort);
    const status = { loadBalancer: { ingress: [{ ip: '172.18.0.200', ipMode: 'VIP' }] } };
    put({ type: 'LoadBalancer' }, ready, status);
    assert.deepEqual(
      hits(() => network.connect(outside, '172.18.0.200', 80, 'TCP')),
      all,
    );
    put({ type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/8'] }, ready, status);
    assert.equal(network.connect(outside, '172.18.0.200', 80, 'TCP').result, 'dropped');
    assert.equal(network.connect(outside, '172.18.0.3', 30123, 'TCP').result, 'connected');
  });

  it('B64 ipMode Proxy goes through the NodePort, so pods never see the client', () => {
    const { network, put, ready, from } = kubia({ ...nodePort, externalTrafficPolicy: 'Local' });
    put({ type: 'LoadBalancer' }, ready, { loadBalancer: { ingress: [{ ip: '172.18.0.200', ipMode: 'Proxy' }] } });
    assert.deepEqual(
      hits(() => network.connect(outside, '172.18.0.200', 80, 'TCP')),
      all,
    );
    assert.equal(peerOf(network.connect(from('client'), '172.18.0.200', 80, 'TCP')), '172.18.0.200');
  });

  it('B51 healthCheckNodePort says which nodes have ready endpoints', async () => {
    const { network } = kubia({ ...nodePort, healthCheckNodePort: 31000, externalTrafficPolicy: 'Local' });
    const status = async (ip: string): Promise<[number | undefined, unknown]> => {
      const outcome = network.connect(outside, ip, 31000, 'TCP');
      const request = { method: 'GET', target: '/healthz', headers: {}, body: '' };
      const answer = outcome.result === 'connected' ? await outcome.listener.http?.(request, outcome.peer) : undefined;
      return [answer?.status, JSON.parse(answer?.body ?? '{}').localEndpoints];
    };
    assert.deepEqual(await status('172.18.0.3'), [200, 2]);
    assert.deepEqual(await status('172.18.0.2'), [503, 0]);
  });
});

describe('the data plane: source addresses and other destinations', () => {
  it('B57 a pod keeps its address towards a clusterIP, a node shows its own', () => {
    const { network, from, node, put } = kubia();
    put({}, [endpoint('10.244.2.4', 'worker-2')]);
    assert.equal(peerOf(network.connect(from('client'), vip, 80, 'TCP')), '10.244.1.9');
    assert.equal(peerOf(network.connect(node('worker-1'), vip, 80, 'TCP')), '172.18.0.3');
    assert.equal(peerOf(network.connect(node('worker-2'), vip, 80, 'TCP')), '10.244.2.1');
  });

  it('B56 B57 a pod that reaches itself through its Service is masqueraded', () => {
    const { network, from, put } = kubia();
    put({}, [endpoint('10.244.1.4')]);
    const outcome = network.connect(from('a'), vip, 80, 'TCP');
    assert.equal(outcome.result === 'connected' && outcome.backend.name, 'kubia-a');
    assert.equal(peerOf(outcome), '10.244.1.1');
  });

  it('S67 a pod IP answers although no Service lists it, and refuses other ports', () => {
    const { network, from, put } = kubia();
    put({}, []);
    assert.deepEqual(
      hits(() => network.connect(from('client'), '10.244.2.4', 8080, 'TCP')),
      ['kubia-c'],
    );
    assert.equal(network.connect(from('client'), '10.244.2.4', 80, 'TCP').result, 'refused');
    assert.equal(network.connect(outside, '10.244.2.4', 8080, 'TCP').result, 'dropped');
  });

  it('S38 manual endpoints reach hosts beside the cluster, and nobody where nobody is', () => {
    const { world, network, from, put } = kubia();
    world.external({ name: 'legacy', ip: '172.18.0.50', listeners: [named('legacy', 80)] });
    put({}, [endpoint('172.18.0.50', '')]);
    world.put({ ...required(world.get('EndpointSlice', 'default', 'kubia-slice')), ports: [{ name: '', port: 80 }] });
    const outcome = network.connect(from('client'), vip, 80, 'TCP');
    assert.deepEqual(
      [outcome.result === 'connected' && outcome.backend.name, peerOf(outcome)],
      ['legacy', '172.18.0.3'],
    );
    assert.equal(network.connect(outside, '172.18.0.50', 80, 'TCP').result, 'connected');
    put({}, [endpoint('11.11.11.11', '')]);
    assert.equal(network.connect(from('client'), vip, 80, 'TCP').result, 'dropped');
    put({}, [endpoint('172.18.0.77', '')]);
    assert.equal(network.connect(from('client'), vip, 80, 'TCP').result, 'no-route');
    put({}, [endpoint(vip, '')]);
    assert.equal(network.connect(from('client'), vip, 80, 'TCP').result, 'dropped');
  });

  it('B73 a pod on the network of its node is reached at the node and seen as the node', () => {
    const { world, network, from, node } = kubia();
    const pod = world.pod('edge', { ip: '172.18.0.4', node: 'worker-2', spec: { hostNetwork: true }, ports: [9000] });
    assert.deepEqual(
      hits(() => network.connect(from('client'), '172.18.0.4', 9000, 'TCP'), 1),
      ['edge'],
    );
    assert.deepEqual(
      hits(() => network.connect(outside, '172.18.0.4', 9000, 'TCP'), 1),
      ['edge'],
    );
    assert.equal(network.connect(node('worker-2'), '127.0.0.1', 9000, 'TCP').result, 'connected');
    assert.deepEqual(sourceOfPod(pod), { place: 'node', node: 'worker-2', ip: '172.18.0.4' });
  });

  it('a pod that has ended has no address any more', () => {
    const { world, network, from } = kubia();
    world.pod('job', { ip: '10.244.1.77', phase: 'Succeeded' });
    assert.equal(network.connect(from('client'), '10.244.1.77', 8080, 'TCP').result, 'dropped');
  });

  it('B54 S51 an open connection survives every change but the end of its pod', () => {
    const { world, pods, network, from, put } = kubia();
    put({}, [endpoint('10.244.1.4')]);
    const outcome = network.connect(from('client'), vip, 80, 'TCP');
    assert.ok(outcome.result === 'connected');
    put({}, []);
    world.remove('Service', 'kubia', 'default');
    assert.equal(stands(world, outcome), true);
    world.stop(pods.a);
    assert.equal(stands(world, outcome), false);
  });
});

describe('the data plane: ICMP', () => {
  for (const [mode, expected] of [
    ['iptables', 'lost'],
    ['nftables', 'port-unreachable'],
  ] as const)
    it(`S32 E1 a clusterIP: ${expected} with ${mode}`, () => {
      const { network, from } = kubia({}, { proxyMode: mode });
      assert.equal(network.ping(from('client'), vip), expected);
      assert.equal(network.ping(from('client'), '10.96.200.200'), 'lost');
    });

  it('pods, nodes and hosts beside the cluster answer; from outside only what has a route', () => {
    const { world, network, from } = kubia();
    world.external({ name: 'legacy', ip: '172.18.0.50', listeners: [] });
    for (const ip of ['10.244.2.4', '172.18.0.2', '172.18.0.50', '127.0.0.1'])
      assert.equal(network.ping(from('client'), ip), 'reply', ip);
    assert.equal(network.ping(outside, '172.18.0.2'), 'reply');
    assert.equal(network.ping(outside, '10.244.2.4'), 'lost');
    assert.equal(network.ping(from('client'), '11.11.11.11'), 'lost');
  });
});

const policy = (world: TestWorld, spec: JsonObject, namespace = 'default'): void =>
  void world.put({ kind: 'NetworkPolicy', metadata: { name: 'policy', namespace }, spec });

describe('the data plane: NetworkPolicy', () => {
  const ingress = (...rules: JsonObject[]): JsonObject => ({
    podSelector: { matchLabels: { app: 'kubia' } },
    ingress: rules,
  });
  const client = { podSelector: { matchLabels: { app: 'client' } } };
  for (const [title, spec, fromClient, fromFar] of [
    ['no rule: nobody', ingress(), 'dropped', 'dropped'],
    ['an empty rule: everybody', ingress({}), 'connected', 'connected'],
    ['podSelector', ingress({ from: [client] }), 'connected', 'dropped'],
    ['ports', ingress({ ports: [{ port: 8080 }] }), 'connected', 'connected'],
    ['another port', ingress({ ports: [{ port: 9090 }] }), 'dropped', 'dropped'],
    ['a range of ports', ingress({ ports: [{ port: 8000, endPort: 8100 }] }), 'connected', 'connected'],
    ['ipBlock', ingress({ from: [{ ipBlock: { cidr: '10.244.1.0/24' } }] }), 'connected', 'dropped'],
    [
      'ipBlock except',
      ingress({ from: [{ ipBlock: { cidr: '10.244.0.0/16', except: ['10.244.1.0/24'] } }] }),
      'dropped',
      'connected',
    ],
    [
      'another namespace',
      ingress({ from: [{ namespaceSelector: { matchLabels: { team: 'x' } } }] }),
      'dropped',
      'dropped',
    ],
    ['all namespaces', ingress({ from: [{ namespaceSelector: {} }] }), 'connected', 'connected'],
    [
      'matchExpressions',
      ingress({ from: [{ podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } }] }),
      'connected',
      'dropped',
    ],
    [
      'egress of the client',
      { podSelector: { matchLabels: { app: 'client' } }, policyTypes: ['Egress'] },
      'dropped',
      'connected',
    ],
    [
      'egress to the pods',
      {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [{ to: [{ podSelector: { matchLabels: { app: 'kubia' } } }] }],
      },
      'connected',
      'connected',
    ],
  ] as const)
    it(title, () => {
      const { world, network, from } = kubia();
      policy(world, spec as JsonObject);
      assert.equal(network.connect(from('client'), vip, 80, 'TCP').result, fromClient);
      assert.equal(network.connect(from('far'), vip, 80, 'TCP').result, fromFar);
    });

  it("a node reaches its own pods in spite of it, as kubelet's probes must", () => {
    const { world, network, node } = kubia();
    policy(world, ingress());
    assert.equal(network.connect(node('worker-1'), '10.244.1.4', 8080, 'TCP').result, 'connected');
    assert.equal(network.connect(node('worker-2'), '10.244.1.4', 8080, 'TCP').result, 'dropped');
  });

  it('rules with ports never let ICMP through', () => {
    const { world, network, from } = kubia();
    policy(world, ingress({ ports: [{ port: 8080 }] }));
    assert.equal(network.ping(from('client'), '10.244.1.4'), 'lost');
  });
});
