import { addressAt } from '../../core/address.ts';
import { booleanAt, objectsAt, textAt, textMapAt } from '../../core/json.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Unstructured } from '../objects/metadata.ts';
import type { Source } from '../objects/network.ts';
import type { ExternalWorkload, Listener, Protocol } from '../objects/sockets.ts';

/** Who has an address. */
export type Host =
  | { kind: 'pod'; pod: Unstructured; name: string; node: string }
  | { kind: 'node'; node: Unstructured; name: string }
  | { kind: 'external'; workload: ExternalWorkload; name: string };

/** The machines and pods by address. */
export interface HostTable {
  at(ip: string): Host | undefined;
  /** In the order of their names. */
  readonly nodes: readonly Unstructured[];
  node(name: string): Unstructured | undefined;
  /** The running pods that use the network of a node. */
  hostNetworkPods(node: string): readonly Unstructured[];
}

const hasEnded = (pod: Unstructured): boolean => ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase') ?? '');

export const usesHostNetwork = (pod: Unstructured): boolean => booleanAt(pod, 'spec', 'hostNetwork') === true;

const controlPlane = 'node-role.kubernetes.io/control-plane';

/**
 * Follows the objects: a change costs the same however many there are. `isBalancer` tells the addresses of load balancers:
 * the control plane's node answers for them, as a layer-2 announcer does.
 */
export const hostTable = (clusterState: ClusterState, isBalancer: (ip: string) => boolean = () => false): HostTable => {
  /** By address, then by UID: an address may be given anew before the pod that had it has gone. */
  const pods = new Map<string, Map<string, Host & { kind: 'pod' }>>();
  const onHost = new Map<string, Map<string, Unstructured>>();
  let machines = new Map<string, Host>();
  let nodes: Unstructured[] | undefined;

  const leave = (pod: Unstructured): void => {
    const ip = textAt(pod, 'status', 'podIP') ?? '';
    onHost.get(nodeOf(pod))?.delete(pod.metadata.uid);
    pods.get(ip)?.delete(pod.metadata.uid);
    if (pods.get(ip)?.size === 0) pods.delete(ip);
  };

  const enter = (pod: Unstructured): void => {
    const ip = textAt(pod, 'status', 'podIP');
    if (!ip || hasEnded(pod)) return;
    const node = nodeOf(pod);
    if (!usesHostNetwork(pod)) {
      const there = pods.get(ip) ?? new Map<string, Host & { kind: 'pod' }>();
      pods.set(ip, there.set(pod.metadata.uid, { kind: 'pod', pod, name: pod.metadata.name, node }));
      return;
    }
    const there = onHost.get(node) ?? new Map<string, Unstructured>();
    onHost.set(node, there.set(pod.metadata.uid, pod));
  };

  clusterState.follow('Pod', (now, before) => {
    if (before) leave(before);
    if (now) enter(now);
  });
  clusterState.follow('Node', () => {
    nodes = undefined;
  });

  const allNodes = (): readonly Unstructured[] => {
    if (nodes) return nodes;
    nodes = [...clusterState.list('Node')].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    machines = new Map(
      nodes.flatMap((node) => addressesOf(node).map((ip) => [ip, { kind: 'node', node, name: node.metadata.name }])),
    );
    return nodes;
  };

  const at = (ip: string): Host | undefined => {
    allNodes();
    const workload = clusterState.externalHosts.get(ip);
    const found = [...(pods.get(ip)?.values() ?? [])].at(-1) ?? machines.get(ip);
    if (found) return found;
    if (isBalancer(ip)) {
      const nodes = allNodes();
      const node = nodes.find((each) => textAt(each, 'metadata', 'labels', controlPlane) !== undefined) ?? nodes[0];
      if (node) return { kind: 'node', node, name: node.metadata.name };
    }
    return workload && { kind: 'external', workload, name: workload.name };
  };

  return {
    at,
    get nodes() {
      return allNodes();
    },
    node: (name) => clusterState.get('Node', undefined, name),
    hostNetworkPods: (node) => [...(onHost.get(node)?.values() ?? [])],
  };
};

const nodeOf = (pod: Unstructured): string => textAt(pod, 'spec', 'nodeName') ?? '';

/** The addresses that are local to a node; the first is its primary one (`--nodeport-addresses primary`). */
export const addressesOf = (node: Unstructured): string[] => {
  const known = objectsAt(node, 'status', 'addresses').filter((each) => textAt(each, 'type')?.endsWith('IP'));
  const internalFirst = known.toSorted((a, b) => rank(textAt(a, 'type')) - rank(textAt(b, 'type')));
  return [...internalFirst.flatMap((each) => textAt(each, 'address') ?? []), gatewayOf(node) ?? ''].filter(Boolean);
};

const rank = (type: string | undefined): number => (type === 'InternalIP' ? 0 : 1);

export const primaryAddress = (node: Unstructured | undefined): string | undefined =>
  node ? addressesOf(node)[0] : undefined;

/** The node's end of its pods' links: the first address of its pod CIDR (the ptp and bridge CNI plugins). */
export const gatewayOf = (node: Unstructured | undefined): string | undefined => {
  const cidr = textAt(node, 'spec', 'podCIDR');
  return cidr ? addressAt(cidr, 1) : undefined;
};

/** The sockets that accept a connection to a port. `loopback`: the client is in the same network namespace. */
export const listenerOf = (
  clusterState: ClusterState,
  pods: readonly Unstructured[],
  { port, protocol, loopback }: { port: number; protocol: Protocol; loopback: boolean },
): { listener: Listener; pod: Unstructured } | undefined => {
  for (const pod of pods)
    for (const container of clusterState.containers.get(pod.metadata.uid) ?? [])
      for (const listener of container.listeners)
        if (listener.port === port && listener.protocol === protocol && (loopback || listener.address !== '127.0.0.1'))
          return { listener, pod };
  return undefined;
};

/** Where a pod's own connections start: a pod on the host's network is seen as its node. */
export const sourceOfPod = (pod: Unstructured): Source => {
  const node = textAt(pod, 'spec', 'nodeName') ?? '';
  const ip = textAt(pod, 'status', 'podIP') ?? textAt(pod, 'status', 'hostIP') ?? '';
  if (usesHostNetwork(pod)) return { place: 'node', node, ip };
  return {
    place: 'pod',
    uid: pod.metadata.uid,
    ip,
    node,
    namespace: pod.metadata.namespace ?? '',
    labels: textMapAt(pod, 'metadata', 'labels'),
  };
};

/** Where a node's connections start. */
export const sourceOfNode = (node: Unstructured): Source => ({
  place: 'node',
  node: node.metadata.name,
  ip: primaryAddress(node) ?? '',
});
