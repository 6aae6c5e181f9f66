import { addressAt } from '../../core/address.ts';
import { booleanAt, objectsAt, textAt, textMapAt } from '../../core/json.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Unstructured } from '../objects/metadata.ts';
import type { Source } from '../objects/network.ts';
import type { ExternalWorkload, Listener, Protocol } from '../objects/sockets.ts';

/** The pod or machine at an address. */
export type Host =
  | { kind: 'pod'; pod: Unstructured; name: string; node: string }
  | { kind: 'node'; node: Unstructured; name: string }
  | { kind: 'external'; workload: ExternalWorkload; name: string };

const hasEnded = (pod: Unstructured): boolean => ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase') ?? '');

export const usesHostNetwork = (pod: Unstructured): boolean => booleanAt(pod, 'spec', 'hostNetwork') === true;

const controlPlane = 'node-role.kubernetes.io/control-plane';

type PodHost = Host & { kind: 'pod' };

/**
 * The machines and pods by address. It follows the objects: a change costs the same however many there are. `isBalancer`
 * tells the addresses of load balancers: the control plane's node answers for them, as a layer-2 announcer does.
 */
export class HostTable {
  readonly #clusterState: ClusterState;
  readonly #isBalancer: (ip: string) => boolean;
  /** By address, then by UID: an address may be given anew before the pod that had it has gone. */
  readonly #pods = new Map<string, Map<string, PodHost>>();
  /** Running pods that use the network of a node, by the node's name and their UID. */
  readonly #onHost = new Map<string, Map<string, Unstructured>>();
  #machines = new Map<string, Host>();
  #nodes: Unstructured[] | undefined;

  constructor(clusterState: ClusterState, isBalancer: (ip: string) => boolean = () => false) {
    this.#clusterState = clusterState;
    this.#isBalancer = isBalancer;
    clusterState.follow('Pod', (now, before) => {
      if (before) this.#leave(before);
      if (now) this.#enter(now);
    });
    clusterState.follow('Node', () => {
      this.#nodes = undefined;
    });
  }

  at(ip: string): Host | undefined {
    const { nodes } = this;
    const found = [...(this.#pods.get(ip)?.values() ?? [])].at(-1) ?? this.#machines.get(ip);
    if (found) return found;
    if (this.#isBalancer(ip)) {
      const node = nodes.find((each) => textAt(each, 'metadata', 'labels', controlPlane) !== undefined) ?? nodes[0];
      if (node) return { kind: 'node', node, name: node.metadata.name };
    }
    const workload = this.#clusterState.externalHosts.get(ip);
    return workload && { kind: 'external', workload, name: workload.name };
  }

  /** In the order of their names. */
  get nodes(): readonly Unstructured[] {
    if (this.#nodes) return this.#nodes;
    const nodes = this.#clusterState.list('Node').toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    this.#machines = new Map(
      nodes.flatMap((node) => addressesOf(node).map((ip) => [ip, { kind: 'node', node, name: node.metadata.name }])),
    );
    this.#nodes = nodes;
    return nodes;
  }

  node(name: string): Unstructured | undefined {
    return this.#clusterState.get('Node', undefined, name);
  }

  /** The running pods that use the network of a node. */
  hostNetworkPods(node: string): readonly Unstructured[] {
    return [...(this.#onHost.get(node)?.values() ?? [])];
  }

  #leave(pod: Unstructured): void {
    const ip = textAt(pod, 'status', 'podIP') ?? '';
    this.#onHost.get(nodeOf(pod))?.delete(pod.metadata.uid);
    this.#pods.get(ip)?.delete(pod.metadata.uid);
    if (this.#pods.get(ip)?.size === 0) this.#pods.delete(ip);
  }

  #enter(pod: Unstructured): void {
    const ip = textAt(pod, 'status', 'podIP');
    if (!ip || hasEnded(pod)) return;
    const node = nodeOf(pod);
    const { uid, name } = pod.metadata;
    if (usesHostNetwork(pod)) {
      const there = this.#onHost.get(node) ?? new Map<string, Unstructured>();
      this.#onHost.set(node, there.set(uid, pod));
      return;
    }
    const there = this.#pods.get(ip) ?? new Map<string, PodHost>();
    this.#pods.set(ip, there.set(uid, { kind: 'pod', pod, name, node }));
  }
}

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
