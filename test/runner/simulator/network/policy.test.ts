import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import type { TestClusterState } from '../support/cluster-state.ts';
import { kubia, vip } from '../support/kubia.ts';

const policy = (clusterState: TestClusterState, spec: JsonObject, namespace = 'default'): void =>
  void clusterState.put({ kind: 'NetworkPolicy', metadata: { name: 'policy', namespace }, spec });

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
      const { clusterState, network, from } = kubia();
      policy(clusterState, spec as JsonObject);
      assert.equal(network.connect(from('client'), vip, 80, 'TCP').result, fromClient);
      assert.equal(network.connect(from('far'), vip, 80, 'TCP').result, fromFar);
    });

  it("a node reaches its own pods in spite of it, as kubelet's probes must", () => {
    const { clusterState, network, node } = kubia();
    policy(clusterState, ingress());
    assert.equal(network.connect(node('worker-1'), '10.244.1.4', 8080, 'TCP').result, 'connected');
    assert.equal(network.connect(node('worker-2'), '10.244.1.4', 8080, 'TCP').result, 'dropped');
  });

  it('rules with ports never let ICMP through', () => {
    const { clusterState, network, from } = kubia();
    policy(clusterState, ingress({ ports: [{ port: 8080 }] }));
    assert.equal(network.ping(from('client'), '10.244.1.4'), 'lost');
  });
});
