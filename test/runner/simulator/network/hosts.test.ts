import assert from 'node:assert/strict';
import {
  addressesOf,
  gatewayOf,
  HostTable,
  listenerOf,
  primaryAddress,
  sourceOfNode,
} from '../../../../runner/simulator/network/hosts.ts';
import { named, testClusterState } from '../support/cluster-state.ts';
import { required } from '../support/kubia.ts';

describe('the host at an address', () => {
  it('pods, nodes with all their local addresses, and hosts beside the cluster', () => {
    const clusterState = testClusterState();
    clusterState.pod('a', { ip: '10.244.1.4' });
    clusterState.pod('done', { ip: '10.244.1.5', phase: 'Failed' });
    clusterState.pod('edge', { ip: '172.18.0.3', spec: { hostNetwork: true } });
    clusterState.external({ name: 'legacy', ip: '172.18.0.50', listeners: [] });
    const hosts = new HostTable(clusterState);
    const at = (ip: string) => hosts.at(ip) && `${hosts.at(ip)?.kind} ${hosts.at(ip)?.name}`;
    assert.deepEqual(['10.244.1.4', '10.244.1.5', '172.18.0.3', '10.244.1.1', '172.18.0.50', '1.2.3.4'].map(at), [
      'pod a',
      undefined,
      'node worker-1',
      'node worker-1',
      'external legacy',
      undefined,
    ]);
    assert.deepEqual(
      hosts.hostNetworkPods('worker-1').map((pod) => pod.metadata.name),
      ['edge'],
    );
    assert.deepEqual(
      hosts.nodes.map((node) => node.metadata.name),
      ['control-plane', 'worker-1', 'worker-2'],
    );
  });

  it('a pod whose address another one had for a while is found again', () => {
    const clusterState = testClusterState();
    const hosts = new HostTable(clusterState);
    clusterState.pod('first', { ip: '10.244.1.4' });
    clusterState.pod('second', { ip: '10.244.1.4' });
    assert.equal(hosts.at('10.244.1.4')?.name, 'second');
    clusterState.remove('Pod', 'second', 'default');
    assert.equal(hosts.at('10.244.1.4')?.name, 'first');
  });

  it("the control plane's node carries the addresses of load balancers", () => {
    const host = new HostTable(testClusterState(), (ip) => ip === '172.18.0.200').at('172.18.0.200');
    assert.deepEqual([host?.kind, host?.name], ['node', 'control-plane']);
  });

  it('the primary address of a node is its first internal one', () => {
    const clusterState = testClusterState();
    const node = clusterState.put({
      kind: 'Node',
      metadata: { name: 'n' },
      status: {
        addresses: [
          { type: 'ExternalIP', address: '9.9.9.9' },
          { type: 'InternalIP', address: '172.18.0.9' },
          { type: 'Hostname', address: 'n' },
        ],
      },
    });
    assert.deepEqual(addressesOf(node), ['172.18.0.9', '9.9.9.9']);
    assert.deepEqual(
      [primaryAddress(node), gatewayOf(node), primaryAddress(undefined)],
      ['172.18.0.9', undefined, undefined],
    );
    assert.equal(sourceOfNode(node).ip, '172.18.0.9');
  });

  it('S68 a socket on 127.0.0.1 is found from within only', () => {
    const clusterState = testClusterState();
    const pod = clusterState.pod('a', { ip: '10.244.1.4', listeners: [named('a', 80, { address: '127.0.0.1' })] });
    assert.equal(listenerOf(clusterState, [pod], { port: 80, protocol: 'TCP', loopback: false }), undefined);
    assert.equal(
      required(listenerOf(clusterState, [pod], { port: 80, protocol: 'TCP', loopback: true })).pod.metadata.name,
      'a',
    );
    assert.equal(listenerOf(clusterState, [pod], { port: 80, protocol: 'UDP', loopback: true }), undefined);
  });
});
