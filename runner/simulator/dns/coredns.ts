import { isIPv4, isIPv6 } from 'node:net';
import { reversedAddress } from '../../core/address.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Dns, DnsAnswer, DnsRecord } from '../objects/dns.ts';
import { type Entry, entriesOf } from './entries.ts';
import { namesOf } from './reverse.ts';
import { serviceRecords } from './srv.ts';
import { createUpstream } from './upstream.ts';
import { absolute, labelsBefore, negative, positive, record, startOfAuthority } from './zone.ts';

const maxChain = 10;
const schemaVersion = '"1.1.0"';

/**
 * CoreDNS as kubeadm configures it: the kubernetes plugin for the cluster's zone and for reverse names, `pods insecure`,
 * answers in random order, everything else asked upstream. Follows plugin/kubernetes of CoreDNS 1.12.
 */
export const createDns = (clusterState: ClusterState): Dns => {
  const upstream = createUpstream(clusterState);
  const query = (typed: string, type: DnsRecord['type']): DnsAnswer => {
    const name = absolute(typed);
    const labels = labelsBefore(name, `${clusterState.clusterDomain}.`);
    if (labels) return inZone(name, type, labels);
    const ip = type === 'PTR' ? reversedAddress(name) : undefined;
    const owners = ip ? namesOf(clusterState, ip) : [];
    if (owners.length > 0) return positive(owners.map((owner) => record(name, 'PTR', owner)));
    return upstream.query(name, type);
  };

  const inZone = (name: string, type: DnsRecord['type'], labels: string[]): DnsAnswer => {
    const zone = name.slice(-clusterState.clusterDomain.length - 1);
    if (labels.length === 0) return atApex(zone, type);
    if (type === 'TXT' && labels.join('.') === 'dns-version')
      return positive([record(name, 'TXT', schemaVersion, 28_800)]);
    if (labels.join('.') === 'ns.dns') return orNothing(zone, type === 'A' ? ownAddresses(name) : []);
    // CoreDNS has no other texts, and does not check whether the name exists.
    if (type === 'TXT') return negative(clusterState, zone, 'NOERROR');
    const found = entriesOf(clusterState, labels);
    if (!found) return negative(clusterState, zone, 'NXDOMAIN');
    if (type === 'A' || type === 'AAAA') return orNothing(zone, addresses(name, type, found, []));
    if (type === 'CNAME')
      return orNothing(
        zone,
        found
          .slice(0, 1)
          .filter(isAlias)
          .map((entry) => alias(name, entry)),
      );
    if (type === 'SRV') {
      const { records, additional } = serviceRecords(
        name,
        zone,
        found.filter((entry) => !isAlias(entry)),
      );
      return records.length > 0 ? positive(records, additional) : negative(clusterState, zone, 'NOERROR');
    }
    return negative(clusterState, zone, 'NOERROR');
  };

  const atApex = (zone: string, type: DnsRecord['type']): DnsAnswer => {
    if (type === 'SOA') return positive([startOfAuthority(clusterState, zone)]);
    if (type !== 'NS') return negative(clusterState, zone, 'NOERROR');
    const server = `kube-dns.kube-system.svc.${zone}`;
    return positive([record(zone, 'NS', server)], ownAddresses(server));
  };

  const ownAddresses = (name: string): DnsRecord[] =>
    (entriesOf(clusterState, ['kube-dns', 'kube-system', 'svc']) ?? [])
      .slice(0, 1)
      .map((entry) => record(name, 'A', entry.host));

  const orNothing = (zone: string, records: DnsRecord[]): DnsAnswer =>
    records.length > 0 ? positive(records) : negative(clusterState, zone, 'NOERROR');

  /** Follows aliases: within the zone only when they lead to an address, outside of it in any case. */
  const addresses = (
    name: string,
    type: 'A' | 'AAAA',
    found: readonly Entry[],
    chain: readonly string[],
  ): DnsRecord[] => {
    const [first] = found;
    if (first && isAlias(first)) {
      const target = absolute(first.host);
      if (target.toLowerCase() === name.toLowerCase() || chain.length > maxChain || chain.includes(target)) return [];
      const labels = labelsBefore(target, `${clusterState.clusterDomain}.`);
      if (!labels) return [alias(name, first), ...upstream.query(target, type).answers];
      const next = addresses(target, type, entriesOf(clusterState, labels) ?? [], [...chain, target]);
      return next.length > 0 ? [alias(name, first), ...next] : [];
    }
    const isOfType = type === 'A' ? isIPv4 : isIPv6;
    const hosts = new Set(found.map((entry) => entry.host).filter(isOfType));
    return shuffled([...hosts]).map((host) => record(name, type, host));
  };

  const shuffled = (hosts: string[]): string[] => {
    for (let last = hosts.length - 1; last > 0; last--) {
      const other = Math.floor(clusterState.random() * (last + 1));
      [hosts[last], hosts[other]] = [hosts[other] ?? '', hosts[last] ?? ''];
    }
    return hosts;
  };

  return { query };
};

const isAlias = (entry: Entry): boolean => !isIPv4(entry.host) && !isIPv6(entry.host);

const alias = (name: string, entry: Entry): DnsRecord => record(name, 'CNAME', absolute(entry.host));
