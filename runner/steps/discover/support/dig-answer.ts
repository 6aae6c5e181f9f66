import { canonicalAddress } from '../../../core/address.ts';

export const recordTypes = ['A', 'AAAA', 'CNAME', 'SRV', 'PTR'] as const;
export type RecordType = (typeof recordTypes)[number];

/** What one question to a DNS server brought. */
export interface DnsAnswer {
  /** The absolute name that was asked for. */
  name: string;
  /** NOERROR, NXDOMAIN, SERVFAIL …; undefined when no server answered. */
  rcode?: string;
  /** Data of the records of the type that was asked for, in one spelling: see `normalizeRecord`. */
  records: string[];
  /** Names that the answer leads through, in order. */
  aliases: string[];
  /** Seconds, of the first record. */
  ttl?: number;
}

/** Reads what dig prints for one question. https://bind9.readthedocs.io/en/latest/manpages.html#dig-dns-lookup-utility */
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

/** Names without final dot in lower case; addresses in one spelling; of SRV only TARGET:PORT, as weights are the server's own. */
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
