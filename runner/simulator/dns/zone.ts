import type { ClusterState } from '../objects/cluster-state.ts';
import type { DnsAnswer, DnsRecord } from '../objects/dns.ts';

/** Seconds that answers may be kept: `ttl 30` in the Corefile that kubeadm writes. */
export const ttl = 30;

/** With the dot that ends a full name. */
export const absolute = (name: string): string => (name.endsWith('.') ? name : `${name}.`);

export const record = (name: string, type: DnsRecord['type'], data: string, seconds = ttl): DnsRecord => ({
  name,
  type,
  ttl: seconds,
  data,
});

/** The labels of a name that precede a zone; undefined when the name is not in it. Names compare without case. */
export const labelsBefore = (name: string, zone: string): string[] | undefined => {
  const [inner, outer] = [name.toLowerCase(), zone.toLowerCase()];
  if (inner === outer) return [];
  if (!inner.endsWith(`.${outer}`)) return undefined;
  return inner.slice(0, -outer.length - 1).split('.');
};

/** The record that says who is responsible for a zone; it comes with every negative answer. */
export const startOfAuthority = (clusterState: ClusterState, zone: string): DnsRecord => {
  const serial = Math.floor(clusterState.clock.date().getTime() / 1_000);
  return record(zone, 'SOA', `ns.dns.${zone} hostmaster.${zone} ${serial} 7200 1800 86400 ${ttl}`);
};

export const positive = (answers: DnsRecord[], additional: DnsRecord[] = []): DnsAnswer => ({
  rcode: 'NOERROR',
  authoritative: true,
  answers,
  authority: [],
  additional,
});

/** NXDOMAIN, or NODATA (NOERROR without an answer): both with the zone's SOA (RFC 2308). */
export const negative = (clusterState: ClusterState, zone: string, rcode: 'NXDOMAIN' | 'NOERROR'): DnsAnswer => ({
  rcode,
  authoritative: true,
  answers: [],
  authority: [startOfAuthority(clusterState, zone)],
  additional: [],
});
