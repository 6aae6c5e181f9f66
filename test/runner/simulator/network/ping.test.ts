import assert from 'node:assert/strict';
import { kubia, outside, vip } from '../support/kubia.ts';

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
    const { clusterState, network, from } = kubia();
    clusterState.external({ name: 'legacy', ip: '172.18.0.50', listeners: [] });
    for (const ip of ['10.244.2.4', '172.18.0.2', '172.18.0.50', '127.0.0.1'])
      assert.equal(network.ping(from('client'), ip), 'reply', ip);
    assert.equal(network.ping(outside, '172.18.0.2'), 'reply');
    assert.equal(network.ping(outside, '10.244.2.4'), 'lost');
    assert.equal(network.ping(from('client'), '11.11.11.11'), 'lost');
  });
});
