import { isIPv6 } from 'node:net';
import type { DnsRecord } from '../objects/dns.ts';
import type { Entry } from './entries.ts';
import { record } from './zone.ts';

/**
 * SRV records and the addresses of their targets. CoreDNS gives priority 0 and shares a weight of 100 evenly over the records that
 * it found, before it leaves out duplicates (plugin/backend_lookup.go).
 */
export const serviceRecords = (
  name: string,
  zone: string,
  entries: readonly Entry[],
): { records: DnsRecord[]; additional: DnsRecord[] } => {
  const weight = Math.max(1, Math.floor(100 / entries.length));
  const records = new Map<string, DnsRecord>();
  const additional = new Map<string, DnsRecord>();
  for (const { host, port, owner } of entries) {
    if (port === -1) continue;
    const target = `${owner}.${zone}`;
    records.set(`${target} ${port}`, record(name, 'SRV', `0 ${weight} ${port} ${target}`));
    additional.set(`${target} ${host}`, record(target, isIPv6(host) ? 'AAAA' : 'A', host));
  }
  return { records: [...records.values()], additional: [...additional.values()] };
};
