import type {
  Cluster,
  ExecRequest,
  ExecResult,
  KubernetesObject,
  Vantage,
} from '../../../../runner/cluster/cluster.ts';
import { candidatesOf, readResolverSettings } from '../../../../runner/steps/discover/support/resolver-settings.ts';
import { type FakeRun, fakeBatch } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';

/**
 * "TYPE NAME" → lines of data, or the response code of an empty answer. `down` is no answer. Other names are NXDOMAIN.
 */
export type Zone = Record<string, string[] | 'NXDOMAIN' | 'NODATA' | 'SERVFAIL' | 'REFUSED' | 'down'>;

export const podResolver = [
  'search demo.svc.cluster.local svc.cluster.local cluster.local',
  'nameserver 10.96.0.10',
  'options ndots:5',
].join('\n');

/** A zone in which the control resolves. */
export const workingZone: Zone = { 'A kubernetes.default.svc.cluster.local.': ['10.96.0.1'] };

/** The output of dig 9.18, recorded with CoreDNS 1.12.1 and reduced to the parts that the runner reads. */
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

/** A cluster where every place resolves names from one zone. */
export const dnsCluster = ({ zone, resolver = podResolver, tool = 'dig', objects = [] }: FakeDnsOptions): Cluster =>
  fakeCluster({
    objects,
    exec: (vantage, request) =>
      answer(vantage, request, { zone: typeof zone === 'function' ? zone() : zone, resolver, tool }),
  });

interface Place {
  zone: Zone;
  resolver: string;
  tool: 'dig' | 'getent' | 'none';
}

const answer = (vantage: Vantage, request: ExecRequest, { zone, resolver, tool }: Place): Partial<ExecResult> => {
  const { command } = request;
  if (command[0] === 'cat') return { stdout: resolver };
  const wanted = /command -v (\w+)/.exec(command[2] ?? '')?.[1] ?? '';
  if (wanted !== tool) return { status: 127, stderr: `plumbline: missing ${wanted}\n` };
  const program = tool === 'dig' ? digIn(zone) : getentIn(zone, resolver);
  return fakeBatch(program)(vantage, request);
};

/** dig +nosearch +time=2 +tries=2 -t TYPE -q NAME */
const digIn =
  (zone: Zone) =>
  ([, , , , , type = '', , name = '']: string[]): FakeRun => {
    const found = zone[`${type} ${name}`] ?? 'NXDOMAIN';
    return { stdout: `${digText(type, name, found)}\n`, status: found === 'down' ? 9 : 0 };
  };

/** getent DATABASE NAME */
const getentIn =
  (zone: Zone, resolver: string) =>
  ([, database = '', name = '']: string[]): FakeRun => {
    const type = database === 'ahostsv6' ? 'AAAA' : 'A';
    const names = candidatesOf(name, readResolverSettings(resolver), true);
    const found = names.find((each) => Array.isArray(zone[`${type} ${each}`]));
    if (found === undefined) return { status: 2 };
    const lines = (zone[`${type} ${found}`] as string[]).map((each) => `${each} STREAM ${found.slice(0, -1)}\n`);
    return { stdout: lines.join('') };
  };
