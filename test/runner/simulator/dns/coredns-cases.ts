import type { DnsRecord } from '../../../../runner/simulator/objects/dns.ts';

/**
 * The query and answer tables of CoreDNS' own tests (plugin/kubernetes handler_test.go, handler_case_test.go,
 * handler_pod_insecure_test.go and reverse_test.go of 1.12.1, Apache-2.0), with the TTL of kubeadm's Corefile.
 * An answer reads `name type data`; `soa` stands for the zone's SOA in the authority section.
 */
export interface DnsCase {
  name: string;
  type: DnsRecord['type'];
  rcode?: 'NXDOMAIN';
  answers?: readonly string[];
  additional?: readonly string[];
  soa?: string;
}

const zone = 'cluster.local.';
const n = (name: string): string => `${name}.${zone}`;
const a = (name: string, ip: string): string => `${n(name)} A ${ip}`;
const nothing = { soa: zone };
const missing = { rcode: 'NXDOMAIN', soa: zone } as const;
const hdls = 'hdls1.testns.svc';

export const handlerCases: readonly DnsCase[] = [
  { name: n('svc1.testns.svc'), type: 'A', answers: [a('svc1.testns.svc', '10.0.0.1')] },
  { name: n('svcempty.testns.svc'), type: 'A', answers: [a('svcempty.testns.svc', '10.0.0.1')] },
  ...['svc1', 'svcempty'].flatMap((service): DnsCase[] =>
    ['', '_http._tcp.'].map((port) => ({
      name: n(`${port}${service}.testns.svc`),
      type: 'SRV',
      answers: [`${n(`${port}${service}.testns.svc`)} SRV 0 100 80 ${n(`${service}.testns.svc`)}`],
      additional: [a(`${service}.testns.svc`, '10.0.0.1')],
    })),
  ),
  ...['', '_http._tcp.'].map(
    (port): DnsCase => ({
      name: n(`${port}svc6.testns.svc`),
      type: 'SRV',
      answers: [`${n(`${port}svc6.testns.svc`)} SRV 0 100 80 ${n('svc6.testns.svc')}`],
      additional: [`${n('svc6.testns.svc')} AAAA 1234:abcd::1`],
    }),
  ),
  { name: n(hdls), type: 'A', answers: [2, 3, 4, 5].map((last) => a(hdls, `172.0.0.${last}`)) },
  { name: n('hdlsprtls.testns.svc'), type: 'A', answers: [a('hdlsprtls.testns.svc', '172.0.0.20')] },
  {
    name: n('172-0-0-20.hdlsprtls.testns.svc'),
    type: 'A',
    answers: [a('172-0-0-20.hdlsprtls.testns.svc', '172.0.0.20')],
  },
  { name: n(`172-0-0-2.${hdls}`), type: 'A', answers: [a(`172-0-0-2.${hdls}`, '172.0.0.2')] },
  { name: n(`172-0-0-3.${hdls}`), type: 'A', answers: [a(`172-0-0-3.${hdls}`, '172.0.0.3')] },
  {
    name: n(`dup-name.${hdls}`),
    type: 'A',
    answers: [a(`dup-name.${hdls}`, '172.0.0.4'), a(`dup-name.${hdls}`, '172.0.0.5')],
  },
  {
    name: n(`_http._tcp.${hdls}`),
    type: 'SRV',
    answers: ['172-0-0-2', '172-0-0-3', '5678-abcd--1', '5678-abcd--2', 'dup-name'].map(
      (host) => `${n(`_http._tcp.${hdls}`)} SRV 0 16 80 ${n(`${host}.${hdls}`)}`,
    ),
    additional: [
      a(`172-0-0-2.${hdls}`, '172.0.0.2'),
      a(`172-0-0-3.${hdls}`, '172.0.0.3'),
      `${n(`5678-abcd--1.${hdls}`)} AAAA 5678:abcd::1`,
      `${n(`5678-abcd--2.${hdls}`)} AAAA 5678:abcd::2`,
      a(`dup-name.${hdls}`, '172.0.0.4'),
      a(`dup-name.${hdls}`, '172.0.0.5'),
    ],
  },
  {
    name: n(`5678-abcd--2.${hdls}`),
    type: 'AAAA',
    answers: [`${n(`5678-abcd--2.${hdls}`)} AAAA 5678:abcd::2`],
  },
  {
    name: n('external.testns.svc'),
    type: 'CNAME',
    answers: [`${n('external.testns.svc')} CNAME ext.interwebs.test.`],
  },
  {
    name: n('external-to-service.testns.svc'),
    type: 'A',
    answers: [`${n('external-to-service.testns.svc')} CNAME ${n('svc1.testns.svc')}`, a('svc1.testns.svc', '10.0.0.1')],
  },
  { name: n('svc1.testns.svc'), type: 'AAAA', ...nothing },
  { name: n('svc0.testns.svc'), type: 'AAAA', ...missing },
  { name: n('svc0.testns.svc'), type: 'A', ...missing },
  { name: n('svc0.svc-nons.svc'), type: 'A', ...missing },
  { name: n('dns-version'), type: 'TXT', answers: [`${n('dns-version')} TXT "1.1.0"`] },
  { name: n(`bogusendpoint.${hdls}`), type: 'A', ...missing },
  { name: n('bogusendpoint.svc0.testns.svc'), type: 'A', ...missing },
  { name: n('svc6.testns.svc'), type: 'AAAA', answers: [`${n('svc6.testns.svc')} AAAA 1234:abcd::1`] },
  {
    name: n(hdls),
    type: 'AAAA',
    answers: [`${n(hdls)} AAAA 5678:abcd::1`, `${n(hdls)} AAAA 5678:abcd::2`],
  },
  {
    name: n(`5678-abcd--1.${hdls}`),
    type: 'AAAA',
    answers: [`${n(`5678-abcd--1.${hdls}`)} AAAA 5678:abcd::1`],
  },
  { name: n('svc'), type: 'A', ...nothing },
  { name: n('pod'), type: 'A', ...nothing },
  { name: n('testns.svc'), type: 'A', ...nothing },
  { name: n('svc'), type: 'NS', ...nothing },
  { name: n('testns.svc'), type: 'NS', ...nothing },
  { name: n('foo'), type: 'NS', ...missing },
  { name: n('foo.svc'), type: 'NS', ...missing },
  { name: n('svc-dual-stack.testns.svc'), type: 'A', answers: [a('svc-dual-stack.testns.svc', '10.0.0.3')] },
  {
    name: n('svc-dual-stack.testns.svc'),
    type: 'AAAA',
    answers: [`${n('svc-dual-stack.testns.svc')} AAAA 10::3`],
  },
  {
    name: n('svc-dual-stack.testns.svc'),
    type: 'SRV',
    answers: [`${n('svc-dual-stack.testns.svc')} SRV 0 50 80 ${n('svc-dual-stack.testns.svc')}`],
    additional: [a('svc-dual-stack.testns.svc', '10.0.0.3'), `${n('svc-dual-stack.testns.svc')} AAAA 10::3`],
  },
  { name: n('svc1.testns.svc'), type: 'SOA', ...nothing },
  { name: n('endpoint.external.testns.svc'), type: 'CNAME', ...missing },
];

export const caseCases: readonly DnsCase[] = [
  { name: 'not-a-service.testns.svc.ClUsTeR.lOcAl.', type: 'A', rcode: 'NXDOMAIN', soa: 'ClUsTeR.lOcAl.' },
  { name: 'SvC1.TeStNs.SvC.cLuStEr.LoCaL.', type: 'A', answers: ['SvC1.TeStNs.SvC.cLuStEr.LoCaL. A 10.0.0.1'] },
  {
    name: '_HtTp._TcP.sVc1.TeStNs.SvC.cLuStEr.LoCaL.',
    type: 'SRV',
    answers: ['_HtTp._TcP.sVc1.TeStNs.SvC.cLuStEr.LoCaL. SRV 0 100 80 svc1.testns.svc.cLuStEr.LoCaL.'],
    additional: ['svc1.testns.svc.cLuStEr.LoCaL. A 10.0.0.1'],
  },
];

export const podCases: readonly DnsCase[] = [
  { name: n('10-240-0-1.podns.pod'), type: 'A', answers: [a('10-240-0-1.podns.pod', '10.240.0.1')] },
  { name: n('172-0-0-2.podns.pod'), type: 'A', answers: [a('172-0-0-2.podns.pod', '172.0.0.2')] },
  { name: n('blah.podns.pod'), type: 'A', ...missing },
  { name: n('blah.podns.pod'), type: 'AAAA', ...missing },
  { name: n('blah.pod-nons.pod'), type: 'A', ...missing },
  { name: n('podns.pod'), type: 'A', ...nothing },
];

export const reverseCases: readonly DnsCase[] = [
  {
    name: '100.0.0.10.in-addr.arpa.',
    type: 'PTR',
    answers: [`100.0.0.10.in-addr.arpa. PTR ${n('ep1a.svc1.testns.svc')}`],
  },
  {
    name: '100.1.168.192.in-addr.arpa.',
    type: 'PTR',
    answers: [`100.1.168.192.in-addr.arpa. PTR ${n('svc1.testns.svc')}`],
  },
  ...[
    ['1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.c.b.a.4.3.2.1.ip6.arpa.', 'ep1b'],
    ['a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.3.0.0.7.7.0.0.0.0.d.f.ip6.arpa.', 'ip6svc1ex'],
    ['6.a.b.9.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.3.0.0.7.7.0.0.0.0.d.f.ip6.arpa.', 'ip6svc1in'],
  ].map(
    ([name = '', host = '']): DnsCase => ({
      name,
      type: 'PTR',
      answers: [`${name} PTR ${n(`${host}.svc1.testns.svc`)}`],
    }),
  ),
  // The reverse zones fall through to the upstream server, which has no SOA to show.
  { name: '101.0.0.10.in-addr.arpa.', type: 'PTR', rcode: 'NXDOMAIN' },
  { name: 'svc1.testns.svc.0.10.in-addr.arpa.', type: 'A', rcode: 'NXDOMAIN' },
  { name: n('example.org'), type: 'PTR', ...missing },
  { name: n('svc1.testns.svc'), type: 'PTR', ...nothing },
  { name: n('100.0.0.10'), type: 'PTR', ...missing },
  {
    name: '99.0.0.10.in-addr.arpa.',
    type: 'PTR',
    answers: ['svc1', 'svc2'].map((service) => `99.0.0.10.in-addr.arpa. PTR ${n(`double-ep.${service}.testns.svc`)}`),
  },
];
