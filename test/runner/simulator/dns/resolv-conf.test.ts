import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import {
  clusterDnsAddress,
  formatResolvConf,
  machineResolvConf,
  numberOption,
  parseResolvConf,
  resolvConfOf,
} from '../../../../runner/simulator/dns/resolv-conf.ts';
import { testClusterState } from '../support/cluster-state.ts';

describe('resolv.conf', () => {
  const podWith = (spec: JsonObject) => {
    const clusterState = testClusterState();
    return resolvConfOf(clusterState, clusterState.pod('p', { ip: '10.244.1.9', namespace: 'shop', spec }));
  };
  const inCluster =
    'search shop.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n';
  const ofNode = 'nameserver 172.18.0.1\noptions ndots:0\n';
  for (const [title, spec, expected] of [
    ['S31 ClusterFirst', {}, inCluster],
    ['S25 Default', { dnsPolicy: 'Default' }, ofNode],
    ['S25 ClusterFirst on the host network', { hostNetwork: true }, ofNode],
    ['S25 ClusterFirstWithHostNet', { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }, inCluster],
    [
      'S25 None with dnsConfig',
      {
        dnsPolicy: 'None',
        dnsConfig: {
          nameservers: ['1.1.1.1'],
          searches: ['x.org'],
          options: [{ name: 'ndots', value: '1' }, { name: 'rotate' }],
        },
      },
      'search x.org\nnameserver 1.1.1.1\noptions ndots:1 rotate\n',
    ],
    [
      'dnsConfig adds, and an option of the same name replaces',
      { dnsConfig: { searches: ['x.org'], options: [{ name: 'ndots', value: '2' }] } },
      'search shop.svc.cluster.local svc.cluster.local cluster.local x.org\nnameserver 10.96.0.10\noptions ndots:2\n',
    ],
  ] as const)
    it(title, () => assert.equal(podWith(spec as never), expected));

  it('is read as it is written', () => {
    assert.equal(formatResolvConf(parseResolvConf(inCluster)), inCluster);
    assert.equal(machineResolvConf, ofNode);
    assert.deepEqual(parseResolvConf('# note\nsearch a\nsearch b c\nbogus\n'), {
      nameservers: [],
      search: ['b', 'c'],
      options: [],
    });
  });

  it('numbers of options, and what they are without', () => {
    const config = parseResolvConf('options ndots:2 ndots:3 timeout:x');
    assert.deepEqual([numberOption(config, 'ndots', 1), numberOption(config, 'timeout', 5)], [3, 5]);
    assert.equal(clusterDnsAddress(testClusterState()), '10.96.0.10');
  });
});
