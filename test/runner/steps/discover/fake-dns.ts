import type { Cluster, ExecRequest, ExecResult, KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';

/** "TYPE NAME" → lines of data, or the rcode of an answer without any. `down` is no answer; what is not listed is NXDOMAIN. */
export type Zone = Record<string, string[] | 'NXDOMAIN' | 'NODATA' | 'SERVFAIL' | 'REFUSED' | 'down'>;

export const podResolver = [
  'search demo.svc.cluster.local svc.cluster.local cluster.local',
  'nameserver 10.96.0.10',
  'options ndots:5',
].join('\n');

/** A zone in which the control resolves. */
export const workingZone: Zone = { 'A kubernetes.default.svc.cluster.local.': ['10.96.0.1'] };

/** What dig 9.18 prints, recorded at a CoreDNS 1.12.1 and cut to what is read. */
export const digText = (type: string, name: string, answer: Zone[string]): string => {
  if (answer === 'down') return `;; communications error to 10.96.0.10#53: timed out\n\n;; no servers could be reached`;
  const data = Array.isArray(answer) ? answer : [];
  const rcode = Array.isArray(answer) || answer === 'NODATA' ? 'NOERROR' : answer;
  return [
    '; <<>> DiG 9.18.49-1~deb12u3-Debian <<>> +nosearch +time=2 +tries=2 -t A -q x.',
    ';; global options: +cmd',
    ';; Got answer:',
    ';; WARNING: .local is reserved for Multicast DNS',
    `;; ->>HEADER<<- opcode: QUERY, status: ${rcode}, id: 32861`,
    `;; flags: qr aa rd; QUERY: 1, ANSWER: ${data.length}, AUTHORITY: 0, ADDITIONAL: 1`,
    '',
    ';; QUESTION SECTION:',
    `;${name}	IN	${type}`,
    '',
    ...(data.length > 0 ? [';; ANSWER SECTION:'] : []),
    ...data.map((each) => (each.includes('\t') ? each : `${name} 30 IN ${type}	${each}`)),
    '',
    ';; Query time: 0 msec',
    ';; SERVER: 10.96.0.10#53(10.96.0.10) (UDP)',
  ].join('\n');
};

export interface FakeDnsOptions {
  zone: Zone | (() => Zone);
  resolver?: string;
  tool?: 'dig' | 'getent' | 'none';
  objects?: KubernetesObject[];
}

/** A cluster whose places answer the lookup script from a zone. */
export const dnsCluster = ({ zone, resolver = podResolver, tool = 'dig', objects = [] }: FakeDnsOptions): Cluster =>
  fakeCluster({
    objects,
    exec: (_vantage, request) => answer(request, typeof zone === 'function' ? zone() : zone, resolver, tool),
  });

const answer = ({ command }: ExecRequest, zone: Zone, resolver: string, tool: string): Partial<ExecResult> => {
  if (command[2]?.includes('/etc/resolv.conf')) return { stdout: resolver };
  if (tool === 'none') return { status: 127, stderr: 'plumbline: missing dig\n' };
  const [mark = '', ...args] = command.slice(4);
  const parts: string[] = [];
  for (let at = 0; at < args.length; at += 5) {
    const [index = '', type = '', candidates = '', name = '', database = ''] = args.slice(at, at + 5);
    const names = candidates.split(' ');
    if (tool === 'dig') {
      for (const each of names) {
        const found = zone[`${type} ${each}`] ?? 'NXDOMAIN';
        parts.push(`\n${mark} dig ${index} ${each}\n${digText(type, each, found)}\n`);
        if (Array.isArray(found) || found === 'down') break;
      }
      continue;
    }
    if (database === '-') return { status: 127, stderr: 'plumbline: missing dig\n' };
    const found = names
      .map((each) => ({ each, data: zone[`${type} ${each}`] }))
      .find(({ data }) => Array.isArray(data));
    const lines = Array.isArray(found?.data)
      ? found.data.map((each) => `${each} STREAM ${found.each.slice(0, -1)}`)
      : [];
    parts.push(`\n${mark} getent ${index} ${name} ${lines.length > 0 ? 0 : 2}\n${lines.join('\n')}\n`);
  }
  return { stdout: `${parts.join('')}\n${mark} end\n` };
};
