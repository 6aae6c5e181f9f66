import assert from 'node:assert/strict';
import { sourceOfPod } from '../../../../runner/simulator/network/hosts.ts';
import { stands } from '../../../../runner/simulator/network/network.ts';
import { endpoint, named } from '../support/cluster-state.ts';
import { hits, kubia, outside, peerOf, required, vip } from '../support/kubia.ts';

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
    const { clusterState, network, from, put } = kubia();
    clusterState.external({ name: 'legacy', ip: '172.18.0.50', listeners: [named('legacy', 80)] });
    put({}, [endpoint('172.18.0.50', '')]);
    clusterState.put({
      ...required(clusterState.get('EndpointSlice', 'default', 'kubia-slice')),
      ports: [{ name: '', port: 80 }],
    });
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
    const { clusterState, network, from, node } = kubia();
    const pod = clusterState.pod('edge', {
      ip: '172.18.0.4',
      node: 'worker-2',
      spec: { hostNetwork: true },
      ports: [9000],
    });
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
    const { clusterState, network, from } = kubia();
    clusterState.pod('job', { ip: '10.244.1.77', phase: 'Succeeded' });
    assert.equal(network.connect(from('client'), '10.244.1.77', 8080, 'TCP').result, 'dropped');
  });

  it('B54 S51 an open connection survives every change but the end of its pod', () => {
    const { clusterState, pods, network, from, put } = kubia();
    put({}, [endpoint('10.244.1.4')]);
    const outcome = network.connect(from('client'), vip, 80, 'TCP');
    assert.ok(outcome.result === 'connected');
    put({}, []);
    clusterState.remove('Service', 'kubia', 'default');
    assert.equal(stands(clusterState, outcome), true);
    clusterState.stop(pods.a);
    assert.equal(stands(clusterState, outcome), false);
  });

  // Recorded on a kind cluster of Kubernetes 1.34 (iptables, the ptp CNI plugin) with a server on one of two nodes.
  const np = {
    type: 'NodePort',
    externalIPs: ['203.0.113.250'],
    ports: [{ port: 80, targetPort: 8080, nodePort: 30123 }],
  };
  const [here, there] = ['172.18.0.3', '172.18.0.2'];
  for (const [policy, client, ip, expected] of [
    ['Cluster', 'server', vip, '10.244.1.1'],
    ['Cluster', 'far', vip, '10.244.0.9'],
    ['Cluster', 'far', here, '10.244.1.1'],
    ['Cluster', 'far', there, '172.18.0.2'],
    ['Cluster', 'server', here, '10.244.1.1'],
    ['Cluster', 'server', there, '172.18.0.2'],
    ['Cluster', 'far', '203.0.113.250', '172.18.0.2'],
    ['Cluster', 'worker-1', vip, '10.244.1.1'],
    ['Cluster', 'control-plane', vip, '172.18.0.2'],
    ['Cluster', 'worker-1', '127.0.0.1', '10.244.1.1'],
    ['Cluster', 'outside', here, '10.244.1.1'],
    ['Cluster', 'outside', there, '172.18.0.2'],
    ['Local', 'far', here, '172.18.0.2'],
    ['Local', 'far', there, '10.244.0.9'],
    ['Local', 'server', there, 'dropped'],
    ['Local', 'server', here, '10.244.1.1'],
    ['Local', 'control-plane', there, '172.18.0.2'],
    ['Local', 'control-plane', here, '172.18.0.2'],
    ['Local', 'outside', here, '172.18.0.100'],
    ['Local', 'outside', there, 'dropped'],
    ['Local', 'far', '203.0.113.250', '10.244.0.9'],
  ] as const)
    it(`B57 S48 policy ${policy}, ${client} to ${ip}: the server sees ${expected}`, () => {
      const setting = kubia(np);
      setting.put({ externalTrafficPolicy: policy }, [endpoint('10.244.1.4')]);
      const sources = { server: setting.from('a'), far: setting.from('far'), outside };
      const source = client in sources ? sources[client as keyof typeof sources] : setting.node(client);
      const port = ip === vip || ip === '203.0.113.250' ? 80 : 30_123;
      assert.equal(peerOf(setting.network.connect(source, ip, port, 'TCP')), expected);
    });
});
