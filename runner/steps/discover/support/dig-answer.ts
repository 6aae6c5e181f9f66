import { canonicalAddress } from '../../../core/address.ts';

export const recordTypes = ['A', 'AAAA', 'CNAME', 'SRV', 'PTR'] as const;
export type RecordType = (typeof recordTypes)[number];

/** The answer of a DNS server to one query. */
export interface DnsAnswer {
  /** The absolute name that was queried. */
  name: string;
  /** NOERROR, NXDOMAIN, SERVFAIL …; undefined if no server answered. */
  rcode?: string;
  /** The data of the records of the queried type, as `normalizeRecord` returns it. */
  records: string[];
  /** The names in the chain of aliases, in order. */
  aliases: string[];
  /** The TTL of the first record in seconds. */
  ttl?: number;
}

/**
 * Parses the output of dig for one query. https://bind9.readthedocs.io/en/latest/manpages.html#dig-dns-lookup-utility
 */
export const readDigAnswer = (name: string, type: RecordType, text: string): DnsAnswer => {
  const rcode = /^;; ->>HEADER<<- .*\bstatus: ([A-Z0-9]+),/m.exec(text)?.[1];
  const answer: DnsAnswer = { name, ...(rcode !== undefined && { rcode }), records: [], aliases: [] };
  for (const line of sectionOf(text, 'ANSWER')) {
    const [, ttl, , found, ...data] = line.split(/\s+/);
    if (found === 'CNAME' && type !== 'CNAME') answer.aliases.push(normalizeName(data.join(' ')));
    if (found !== type) continue;
    answer.records.push(normalizeRecord(type, data.join(' ')));
    answer.ttl ??= Number(ttl);
  }
  return answer;
};

const sectionOf = (text: string, title: string): string[] => {
  const lines = text.split('\n').map((line) => line.trim());
  const start = lines.indexOf(`;; ${title} SECTION:`);
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line === '' || line.startsWith(';'));
  return end < 0 ? rest : rest.slice(0, end);
};

/**
 * One spelling for equal data: names in lower case without final dot, short addresses, SRV as TARGET:PORT without
 * weights.
 */
export const normalizeRecord = (type: RecordType, data: string): string => {
  const text = data.trim();
  if (type === 'A' || type === 'AAAA') return canonicalAddress(text) ?? text.toLowerCase();
  if (type !== 'SRV') return normalizeName(text);
  const [, , port, target] = text.split(/\s+/);
  if (port !== undefined && target !== undefined) return `${normalizeName(target)}:${port}`;
  const colon = text.lastIndexOf(':');
  return colon < 0 ? normalizeName(text) : `${normalizeName(text.slice(0, colon))}${text.slice(colon)}`;
};

const normalizeName = (name: string): string => name.toLowerCase().replace(/\.$/, '');
