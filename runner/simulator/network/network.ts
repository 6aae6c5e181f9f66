import { isLoopback } from '../../core/address.ts';
import { textMapAt } from '../../core/json.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { RunningContainer } from '../objects/containers.ts';
import type { Unstructured } from '../objects/metadata.ts';
import type { ConnectOutcome, Network, Source } from '../objects/network.ts';
import type { Listener, Protocol } from '../objects/sockets.ts';
import { AffinityTable } from './affinity.ts';
import { delivery } from './delivery.ts';
import { addressesOf, primaryAddress } from './hosts.ts';
import { type Arrival, createProxy, type Verdict } from './kube-proxy.ts';
import { pingOutcome } from './ping.ts';
import type { ServicePort } from './service-port.ts';
import { createSnapshot } from './snapshot.ts';

const dropped: ConnectOutcome = { result: 'dropped' };
const excluded = 'node.kubernetes.io/exclude-from-external-load-balancers';

/**
 * The data plane of a cluster whose nodes run kube-proxy: where a new connection goes, and how its failure looks.
 * Random choices come from `clusterState.random`, affinity timeouts from `clusterState.clock`.
 */
export const createNetwork = (clusterState: ClusterState): Network => {
  const proxy = createProxy(clusterState, new AffinityTable(clusterState.clock));
  const snapshot = createSnapshot(clusterState);
  const { services, hosts } = snapshot;

  const connect = (source: Source, ip: string, port: number, protocol: Protocol): ConnectOutcome => {
    const deliver = delivery(clusterState, { services, hosts }, source, protocol);

    const enforce = (arrival: Arrival, verdict: Verdict): ConnectOutcome => {
      if (verdict.verdict === 'reject') return { result: 'refused' };
      if (verdict.verdict === 'drop') return dropped;
      const { endpoint, masquerade } = verdict;
      return deliver.toEndpoint(arrival.node, endpoint.ip, endpoint.port, masquerade ? undefined : arrival.client);
    };

    const external = (service: ServicePort, arrival: Arrival): ConnectOutcome =>
      enforce(arrival, proxy.external(service, arrival, hosts));

    /** A packet at a node whose filter may rewrite its destination. */
    const atNode = (arrival: Arrival): ConnectOutcome => {
      const frontend = services.find(ip, port, protocol);
      if (frontend?.by === 'cluster-ip') return enforce(arrival, proxy.internal(frontend.service, arrival, hosts));
      if (frontend?.by === 'load-balancer' && !proxy.admits(frontend.service, arrival.client)) return dropped;
      if (frontend?.by === 'load-balancer-proxy') return throughBalancer(frontend.service);
      if (frontend) return external(frontend.service, arrival);
      const node = hosts.node(arrival.node);
      const service = node && hasNodePort(node, ip) ? services.nodePort(port, protocol) : undefined;
      return service ? external(service, arrival) : onward(arrival);
    };

    /** No rule of this node applies: the packet goes where its address is. */
    const onward = (arrival: Arrival): ConnectOutcome => {
      const host = hosts.at(ip);
      // Pods' packets leave for other machines under their node's address.
      if (host?.kind === 'node' && host.name !== arrival.node)
        return atNode({
          node: host.name,
          client: primaryAddress(hosts.node(arrival.node)) ?? arrival.client,
          fromNode: false,
        });
      return deliver.toAddress(arrival.node, ip, port);
    };

    /** The load balancer is a machine of its own, which picks a node and comes back through its NodePort. */
    const throughBalancer = (service: ServicePort): ConnectOutcome => {
      const node = pick(balancedNodes(service));
      const nodeIP = primaryAddress(node);
      if (!node || !nodeIP || service.nodePort === undefined) return dropped;
      return external(service, { node: node.metadata.name, client: ip, fromNode: false });
    };

    const balancedNodes = (service: ServicePort): Unstructured[] => {
      const eligible = hosts.nodes.filter((node) => textMapAt(node, 'metadata', 'labels')[excluded] === undefined);
      const nodes = eligible.length > 0 ? eligible : hosts.nodes;
      if (service.externalPolicy === 'Cluster') return [...nodes];
      // The load balancer asks each node's healthCheckNodePort, so it knows where the endpoints are.
      return nodes.filter((node) => service.endpoints.some((each) => each.ready && each.node === node.metadata.name));
    };

    const pick = (nodes: readonly Unstructured[]): Unstructured | undefined =>
      nodes[Math.floor(clusterState.random() * nodes.length)];

    const hasNodePort = (node: Unstructured, address: string): boolean => {
      if (clusterState.proxyMode === 'nftables') return address === primaryAddress(node);
      const host = hosts.at(address);
      return (
        isLoopback(address) ||
        addressesOf(node).includes(address) ||
        (host?.kind === 'node' && host.name === node.metadata.name)
      );
    };

    if (source.place === 'pod') {
      if (isLoopback(ip) || ip === source.ip) return deliver.toSelf(ip, port);
      return atNode({ node: source.node, client: source.ip, fromNode: false });
    }
    if (source.place === 'node') return atNode({ node: source.node, client: source.ip, fromNode: true });

    const host = hosts.at(ip);
    if (host?.kind === 'node') return atNode({ node: host.name, client: source.ip, fromNode: false });
    if (host?.kind === 'external') return deliver.toAddress('', ip, port);
    const frontend = services.find(ip, port, protocol);
    return frontend?.by === 'load-balancer-proxy' ? throughBalancer(frontend.service) : dropped;
  };

  return {
    connect,
    ping: (source, ip) => pingOutcome(clusterState, snapshot, source, ip),
  };
};

/** Whether a connection that was accepted still has a socket at its other end. Changes of Services do not touch it. */
export const stands = (clusterState: ClusterState, connection: ConnectOutcome & { result: 'connected' }): boolean => {
  if ([...clusterState.externalHosts.values()].some((each) => each.listeners.includes(connection.listener)))
    return true;
  for (const containers of clusterState.containers.values())
    if (containers.some((each) => each.listeners.includes(connection.listener))) return true;
  return false;
};

/** The container whose process holds a socket; undefined for machines, which stay. */
export const holderOf = (clusterState: ClusterState, listener: Listener): RunningContainer | undefined =>
  [...clusterState.containers.values()].flat().find((each) => each.listeners.includes(listener));

export const isRunning = (clusterState: ClusterState, container: RunningContainer): boolean =>
  [...clusterState.containers.values()].some((each) => each.includes(container));
