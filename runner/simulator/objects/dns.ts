/** Types that may be asked for; no name of the cluster has records of those behind NS. */
export type DnsType =
  | 'A'
  | 'AAAA'
  | 'CNAME'
  | 'SRV'
  | 'PTR'
  | 'TXT'
  | 'SOA'
  | 'NS'
  | 'MX'
  | 'ANY'
  | 'CAA'
  | 'DNSKEY'
  | 'DS'
  | 'HINFO'
  | 'HTTPS'
  | 'NAPTR'
  | 'SVCB'
  | 'TLSA';

/** A DNS answer in wire terms. */
export interface DnsRecord {
  name: string;
  type: DnsType;
  ttl: number;
  /** In zone-file form. */
  data: string;
}

export interface DnsAnswer {
  rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED';
  authoritative: boolean;
  answers: DnsRecord[];
  authority: DnsRecord[];
  additional: DnsRecord[];
}

export interface Dns {
  /** One question as CoreDNS answers it; no search list. */
  query(name: string, type: DnsRecord['type']): DnsAnswer;
}
