import { isLoopback } from '../../core/address.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Network, Source } from '../objects/network.ts';
import { partyOf, sourceParty } from './delivery.ts';
import { isAllowed } from './policy.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * An ICMP echo. Machines and pods answer. A clusterIP is no machine's: iptables loses the packet, nftables rejects it
 * (kube-proxy's nftables README, "Rejecting packets to undefined ports").
 */
export const pingOutcome = (
  clusterState: ClusterState,
  { services, hosts }: Snapshot,
  source: Source,
  ip: string,
): ReturnType<Network['ping']> => {
  if (isLoopback(ip) || ip === source.ip) return 'reply';
  const host = hosts.at(ip);
  if (host?.kind === 'pod') {
    if (source.place === 'outside') return 'lost';
    const isOwn = source.place === 'node' && host.node === source.node;
    return isOwn || isAllowed(clusterState, sourceParty(source), partyOf(ip, host), undefined) ? 'reply' : 'lost';
  }
  if (host) return isAllowed(clusterState, sourceParty(source), { ip }, undefined) ? 'reply' : 'lost';
  const isRejected = clusterState.proxyMode === 'nftables' && source.place !== 'outside' && services.isClusterIP(ip);
  return isRejected ? 'port-unreachable' : 'lost';
};
