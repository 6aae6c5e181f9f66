import type { DnsAnswer, DnsRecord } from '../../objects/dns.ts';

const [ttlColumn, classColumn, typeColumn, dataColumn, tabWidth] = [24, 32, 40, 48, 8];

/** Moves on to a column with tabs and blanks, at least by one, as BIND's master files do. */
const indent = (from: number, to: number): { text: string; column: number } => {
  const target = Math.max(to, from + 1);
  const tabs = Math.floor(target / tabWidth) - Math.floor(from / tabWidth);
  const reached = tabs > 0 ? Math.floor(target / tabWidth) * tabWidth : from;
  return { text: '\t'.repeat(tabs) + ' '.repeat(target - reached), column: target };
};

const columns = (parts: readonly (readonly [string, number])[]): string => {
  let [line, column] = ['', 0];
  for (const [index, [text, at]] of parts.entries()) {
    if (index > 0) {
      const gap = indent(column, at);
      line += gap.text;
      column = gap.column;
    }
    line += text;
    column += text.length;
  }
  return line;
};

/** A record as dig and master files write it. */
export const recordLine = (record: DnsRecord): string =>
  columns([
    [record.name, 0],
    [String(record.ttl), ttlColumn],
    ['IN', classColumn],
    [record.type, typeColumn],
    [record.data, dataColumn],
  ]);

export const questionLine = (name: string, type: string): string =>
  columns([
    [`;${name}`, 0],
    ['IN', classColumn],
    [type, typeColumn],
  ]);

/** Which parts of an answer dig prints: +noall turns all off, +answer one on. */
export interface DigDisplay {
  command: boolean;
  comments: boolean;
  question: boolean;
  answer: boolean;
  authority: boolean;
  additional: boolean;
  stats: boolean;
}

const section = (title: string, records: readonly DnsRecord[], comments: boolean): string =>
  records.length === 0
    ? ''
    : `${comments ? `;; ${title} SECTION:\n` : ''}${records.map((each) => `${recordLine(each)}\n`).join('')}${comments ? '\n' : ''}`;

const mdnsWarning = `;; WARNING: .local is reserved for Multicast DNS
;; You are currently testing what happens when an mDNS query is leaked to DNS
`;

/** The whole text of one answer. */
export const digText = (
  { name, type }: { name: string; type: string },
  answer: DnsAnswer,
  display: DigDisplay,
  more: { id: number; cookie: string; server: string; date: Date; transport: 'UDP' | 'TCP' },
): string => {
  const { answers, authority, additional } = answer;
  const flags = ['qr', ...(answer.authoritative ? ['aa'] : []), 'rd', ...(answer.authoritative ? [] : ['ra'])].join(
    ' ',
  );
  const header = `;; Got answer:
${/\.local\.$/i.test(name) ? mdnsWarning : ''};; ->>HEADER<<- opcode: QUERY, status: ${answer.rcode}, id: ${more.id}
;; flags: ${flags}; QUERY: 1, ANSWER: ${answers.length}, AUTHORITY: ${authority.length}, ADDITIONAL: ${additional.length + 1}
${answer.authoritative ? ';; WARNING: recursion requested but not available\n' : ''}
;; OPT PSEUDOSECTION:
; EDNS: version: 0, flags:; udp: 1232
; COOKIE: ${more.cookie} (echoed)
`;
  const question = `${display.comments ? ';; QUESTION SECTION:\n' : ''}${questionLine(name, type)}\n${display.comments ? '\n' : ''}`;
  const stats = `;; Query time: 0 msec
;; SERVER: ${more.server}#53(${more.server}) (${more.transport})
;; WHEN: ${digDate(more.date)}
;; MSG SIZE  rcvd: ${messageSize(name, answer)}

`;
  return [
    display.comments ? header : '',
    display.question ? question : '',
    display.answer ? section('ANSWER', answers, display.comments) : '',
    display.authority ? section('AUTHORITY', authority, display.comments) : '',
    display.additional ? section('ADDITIONAL', additional, display.comments) : '',
    display.stats ? stats : '',
  ].join('');
};

/** Mon Nov 23 15:46:35 UTC 2026 */
const digDate = (date: Date): string => {
  const [day, number, month, year, time] = date.toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${number} ${time} UTC ${year}`;
};

/** Bytes of the data of a record on the wire; a name takes one more than its text. */
const dataSize = ({ type, data }: DnsRecord): number => {
  if (type === 'A') return 4;
  if (type === 'AAAA') return 16;
  const words = data.split(' ');
  if (type === 'SRV') return 6 + (words[3] ?? '').length + 1;
  if (type === 'SOA') return (words[0] ?? '').length + (words[1] ?? '').length + 22;
  return data.length + (type === 'TXT' ? -1 : 1);
};

/** Bytes on the wire without compression of names, as CoreDNS sends it: header, question, records, options. */
const messageSize = (name: string, { answers, authority, additional }: DnsAnswer): number =>
  [...answers, ...authority, ...additional].reduce(
    (sum, record) => sum + record.name.length + 11 + dataSize(record),
    12 + name.length + 5 + 23,
  );
