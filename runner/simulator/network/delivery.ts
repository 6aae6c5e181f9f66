import { inRange, isLoopback } from '../../core/address.ts';
import { textMapAt } from '../../core/json.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Unstructured } from '../objects/metadata.ts';
import type { ConnectOutcome, Source } from '../objects/network.ts';
import type { Listener, Protocol } from '../objects/sockets.ts';
import { gatewayOf, type Host, listenerOf, primaryAddress } from './hosts.ts';
import { nodeListener } from './node-listeners.ts';
import { isAllowed, type Party } from './policy.ts';
import type { Snapshot } from './snapshot.ts';

const refused: ConnectOutcome = { result: 'refused' };
const dropped: ConnectOutcome = { result: 'dropped' };
const [firstPort, portCount] = [32_768, 28_232];

/** A pod or host as NetworkPolicy names it. */
export const partyOf = (ip: string, host: Host | undefined): Party => {
  if (host?.kind !== 'pod') return { ip };
  const { metadata } = host.pod;
  return {
    ip,
    pod: { namespace: metadata.namespace ?? '', labels: textMapAt(host.pod, 'metadata', 'labels'), object: host.pod },
  };
};

export const sourceParty = (source: Source): Party =>
  source.place === 'pod'
    ? { ip: source.ip, pod: { namespace: source.namespace, labels: source.labels } }
    : { ip: source.ip };

/** The last hop of a connection: from the node that chose the endpoint to the socket that accepts. */
export const delivery = (
  clusterState: ClusterState,
  { services, hosts }: Snapshot,
  source: Source,
  protocol: Protocol,
) => {
  const accept = (
    found: { listener: Listener; name: string } | undefined,
    ip: string,
    client: string,
  ): ConnectOutcome => {
    if (!found) return refused;
    const { listener, name } = found;
    const peer = { ip: client, port: firstPort + Math.floor(clusterState.random() * portCount) };
    return { result: 'connected', listener, peer, backend: { ip, port: listener.port, name } };
  };

  const inPods = (
    pods: readonly Unstructured[],
    port: number,
    loopback = false,
  ): { listener: Listener; name: string } | undefined => {
    const found = listenerOf(clusterState, pods, { port, protocol, loopback });
    return found && { listener: found.listener, name: found.pod.metadata.name };
  };

  /** Under which address a node's own packets, and those it masquerades, reach a pod or a machine. */
  const nodeAddress = (node: string, host: Host | undefined): string => {
    const object = hosts.node(node);
    const gateway = host?.kind === 'pod' && host.node === node ? gatewayOf(object) : undefined;
    return gateway ?? primaryAddress(object) ?? source.ip;
  };

  const onNode = (
    node: Unstructured,
    port: number,
    loopback = false,
  ): { listener: Listener; name: string } | undefined => {
    const pods = inPods(hosts.hostNetworkPods(node.metadata.name), port, loopback);
    if (pods || protocol !== 'TCP') return pods;
    const listener = nodeListener(clusterState, services, node, port);
    return listener && { listener, name: node.metadata.name };
  };

  /** A node may always reach its own pods: kubelet's probes pass every policy. */
  const isFiltered = (host: Host | undefined, ip: string, client: string, port: number): boolean => {
    if (source.place === 'node' && host?.kind === 'pod' && host.node === source.node) return false;
    if (host?.kind === 'pod' && source.place === 'pod' && source.ip === ip) return false;
    const from = source.place === 'pod' ? sourceParty(source) : { ip: client };
    return !isAllowed(clusterState, from, partyOf(ip, host), { port, protocol });
  };

  const send = (node: string, ip: string, port: number, unchanged: string | undefined): ConnectOutcome => {
    const host = hosts.at(ip);
    const client = unchanged ?? nodeAddress(node, host);
    if (isFiltered(host, ip, client, port)) return dropped;
    if (host?.kind === 'pod') return accept(inPods([host.pod], port), ip, client);
    if (host?.kind === 'node') return accept(onNode(host.node, port), ip, leaving(node, client, host));
    if (host) {
      const listener = host.workload.listeners.find((each) => each.port === port && each.protocol === protocol);
      return accept(listener && { listener, name: host.name }, ip, leaving(node, client, host));
    }
    return toNobody(ip);
  };

  /** Pods' packets leave their cluster's network under the node's address. */
  const leaving = (node: string, client: string, host: Host): string =>
    inRange(client, clusterState.podCidr) && !(host.kind === 'node' && host.name === node)
      ? nodeAddress(node, host)
      : client;

  const toNobody = (ip: string): ConnectOutcome => {
    if (services.isClusterIP(ip)) return clusterState.proxyMode === 'nftables' ? refused : dropped;
    if (inRange(ip, clusterState.serviceCidr) || inRange(ip, clusterState.podCidr)) return dropped;
    // On the nodes' own network ARP gets no answer; packets to other networks are lost on their way.
    const neighbours = hosts.nodes.some((node) => inRange(ip, `${primaryAddress(node)}/16`));
    return neighbours ? { result: 'no-route' } : dropped;
  };

  return {
    /** To an endpoint that kube-proxy chose. `client` undefined: the node's own address. */
    toEndpoint: send,
    /** To an address that is no Service's. */
    toAddress: (node: string, ip: string, port: number): ConnectOutcome => {
      if (isLoopback(ip)) {
        const object = hosts.node(node);
        return accept(object && onNode(object, port, true), ip, ip);
      }
      const own = source.place === 'node' && hosts.at(ip)?.kind === 'pod';
      return send(node, ip, port, own ? undefined : source.ip);
    },
    /** Within the client's own pod, whose containers share one network. */
    toSelf: (ip: string, port: number): ConnectOutcome => {
      if (source.place !== 'pod') return refused;
      const pod = clusterState.list('Pod', source.namespace).find((each) => each.metadata.uid === source.uid);
      return accept(pod && inPods([pod], port, isLoopback(ip)), ip, isLoopback(ip) ? '127.0.0.1' : source.ip);
    },
  };
};
