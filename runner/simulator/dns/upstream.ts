import { addressesOf } from '../network/hosts.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Dns, DnsAnswer, DnsRecord } from '../objects/dns.ts';
import { absolute, record } from './zone.ts';

const answer = (rcode: DnsAnswer['rcode'], answers: DnsRecord[] = []): DnsAnswer => ({
  rcode,
  authoritative: false,
  answers,
  authority: [],
  additional: [],
});

/**
 * The name server of the nodes' network: it knows the nodes and the hosts beside the cluster, as Docker's does, and
 * no other name.
 */
export const createUpstream = (clusterState: ClusterState): Dns => ({
  query(name, type) {
    const asked = absolute(name).toLowerCase().slice(0, -1);
    const node = clusterState.get('Node', undefined, asked);
    const ip =
      [...clusterState.externalHosts.values()].find((host) => host.name === asked)?.ip ??
      (node && addressesOf(node)[0]);
    if (!ip) return answer('NXDOMAIN');
    return answer('NOERROR', type === 'A' ? [record(absolute(name), 'A', ip, 600)] : []);
  },
});
