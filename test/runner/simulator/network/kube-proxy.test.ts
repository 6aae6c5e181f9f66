import assert from 'node:assert/strict';
import { endpoint } from '../support/cluster-state.ts';
import { all, hits, kubia, outside, peerOf, vip } from '../support/kubia.ts';

describe('kube-proxy: which endpoints', () => {
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

  it("S49 a load balancer address on another port is the node's", () => {
    const { network, put, ready } = kubia(nodePort);
    put({ type: 'LoadBalancer' }, ready, { loadBalancer: { ingress: [{ ip: '172.18.0.200' }] } });
    assert.equal(network.connect(outside, '172.18.0.200', 30123, 'TCP').result, 'connected');
    assert.equal(network.connect(outside, '172.18.0.200', 81, 'TCP').result, 'refused');
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
});
