import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { sourceOfNode, sourceOfPod } from '../../../../runner/simulator/network/hosts.ts';
import { createNetwork } from '../../../../runner/simulator/network/network.ts';
import type { ClusterState } from '../../../../runner/simulator/objects/cluster-state.ts';
import type { ConnectOutcome, Source } from '../../../../runner/simulator/objects/network.ts';
import { endpoint, testClusterState } from './cluster-state.ts';

export const vip = '10.96.10.10';
export const outside: Source = { place: 'outside', ip: '172.18.0.100' };

/** Two pods on worker-1, one on worker-2, a client pod on each, all reachable through the Service kubia. */
export const kubia = (
  spec: JsonObject = {},
  options: { proxyMode?: ClusterState['proxyMode']; seed?: number } = {},
) => {
  const clusterState = testClusterState(options);
  const pods = {
    a: clusterState.pod('kubia-a', { ip: '10.244.1.4', labels: { app: 'kubia' } }),
    b: clusterState.pod('kubia-b', { ip: '10.244.1.5', labels: { app: 'kubia' } }),
    c: clusterState.pod('kubia-c', { ip: '10.244.2.4', node: 'worker-2', labels: { app: 'kubia' } }),
    client: clusterState.pod('client', { ip: '10.244.1.9', ports: [], labels: { app: 'client' } }),
    far: clusterState.pod('far', { ip: '10.244.0.9', node: 'control-plane', ports: [] }),
  };
  const ready = [endpoint('10.244.1.4'), endpoint('10.244.1.5'), endpoint('10.244.2.4', 'worker-2')];
  const put = (more: JsonObject = {}, endpoints: readonly JsonObject[] = ready, status: JsonObject = {}): void =>
    void clusterState.service(
      'kubia',
      { clusterIP: vip, clusterIPs: [vip], ports: [{ port: 80, targetPort: 8080 }], ...spec, ...more },
      endpoints,
      { status },
    );
  put();
  const network = createNetwork(clusterState);
  const from = (name: keyof typeof pods): Source => sourceOfPod(pods[name]);
  const node = (name: string): Source => sourceOfNode(required(clusterState.get('Node', undefined, name)));
  return { clusterState, pods, network, put, ready, from, node };
};

export const required = <Value>(value: Value | undefined): Value => {
  assert.ok(value !== undefined);
  return value;
};

/** The names of the backends that answered, or how it failed. */
export const hits = (connect: () => ConnectOutcome, times = 60): string[] => {
  const seen = new Set<string>();
  for (let time = 0; time < times; time++) {
    const outcome = connect();
    seen.add(outcome.result === 'connected' ? outcome.backend.name : outcome.result);
  }
  return [...seen].sort();
};

export const peerOf = (outcome: ConnectOutcome): string =>
  outcome.result === 'connected' ? outcome.peer.ip : outcome.result;
export const all = ['kubia-a', 'kubia-b', 'kubia-c'];
