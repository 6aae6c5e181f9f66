import assert from 'node:assert/strict';
import { UnreachableError } from '../../../../runner/cluster/api-error.ts';
import { manualClock } from '../../../../runner/core/clock.ts';
import { type DnsResolvesSpec, dnsResolves } from '../../../../runner/steps/discover/dns-resolves.ts';
import { Unobservable } from '../../../../runner/steps/finding.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { stepContext } from '../../../support/step-context.ts';
import { dnsCluster, type FakeDnsOptions, workingZone, type Zone } from './fake-dns.ts';

const defaults = {
  name: 'kubia',
  from: 'pod/kubia-1',
  type: 'A',
  search: true,
  control: 'kubernetes.default.svc',
} as const;
const own = 'kubia.demo.svc.cluster.local.';
const run = (spec: Partial<DnsResolvesSpec>, zone: Zone, more: Partial<FakeDnsOptions> = {}) =>
  dnsResolves.run({ ...defaults, ...spec }, stepContext(dnsCluster({ zone: { ...workingZone, ...zone }, ...more })));

describe('dns-resolves', () => {
  it('compares the records as a set', async () => {
    const zone = { [`A ${own}`]: ['10.244.0.5', '10.244.0.4'] };
    assert.equal((await run({}, zone)).outcome, 'passed');
    assert.equal((await run({ to: ['10.244.0.4', '10.244.0.5'] }, zone)).outcome, 'passed');
    for (const to of ['10.244.0.4', ['10.244.0.4', '10.244.0.6'], ['10.244.0.4', '10.244.0.5', '10.244.0.6']]) {
      const finding = await run({ to }, zone);
      assert.equal(finding.outcome, 'failed');
      assert.equal(finding.reason?.code, 'records-mismatch');
    }
  });

  it('reports the question, the answer and the time', async () => {
    const clock = manualClock();
    const zones: Zone[] = [workingZone, { ...workingZone, [`A ${own}`]: ['10.96.0.17'] }];
    const context = stepContext(dnsCluster({ zone: () => zones[0] ?? {} }), { clock });
    const first = await dnsResolves.run({ ...defaults, to: '10.96.0.17' }, context);
    assert.equal(first.reason?.code, 'unresolvable');
    await clock.advance(1_500);
    zones.shift();
    const second = await dnsResolves.run({ ...defaults, to: '10.96.0.17' }, context);
    assert.equal(second.outcome, 'passed');
    assert.equal(second.actual, '10.96.0.17 after 1.5s');
    assert.deepEqual(second.observation['records'], ['10.96.0.17']);
    assert.equal(second.observation['name'], own);
    assert.equal(second.observation['rcode'], 'NOERROR');
    assert.equal(second.observation['tookMs'], 1_500);
    assert.equal(second.reproduce, 'kubectl exec -n demo kubia-1 -- dig +search kubia A');
    assert.match(second.evidence[0]?.text ?? '', /status: NOERROR/);
  });

  it('asks for SRV, CNAME and PTR records', async () => {
    const srv = { '_http._tcp.kubia': 'SRV _http._tcp.kubia.demo.svc.cluster.local.' };
    const zone: Zone = {
      [srv['_http._tcp.kubia']]: ['0 100 80 kubia.demo.svc.cluster.local.'],
      'CNAME ext.demo.svc.cluster.local.': ['someapi.somecompany.com.'],
      'PTR 17.0.96.10.in-addr.arpa.': ['kubia.demo.svc.cluster.local.'],
    };
    assert.equal(
      (await run({ name: '_http._tcp.kubia', type: 'SRV', to: 'kubia.demo.svc.cluster.local:80' }, zone)).outcome,
      'passed',
    );
    assert.equal(
      (await run({ name: '_http._tcp.kubia', type: 'SRV', to: 'kubia.demo.svc.cluster.local:81' }, zone)).outcome,
      'failed',
    );
    assert.equal((await run({ name: 'ext', type: 'CNAME', to: 'someapi.somecompany.com' }, zone)).outcome, 'passed');
    const reverse = await run({ name: '10.96.0.17', type: 'PTR', to: 'kubia.demo.svc.cluster.local' }, zone);
    assert.equal(reverse.outcome, 'passed');
    assert.equal(reverse.reproduce, 'kubectl exec -n demo kubia-1 -- dig -x 10.96.0.17');
  });

  it('fails for an alias whose target does not exist', async () => {
    const finding = await run({}, { [`A ${own}`]: [`${own}	30	IN	CNAME	api.example.com.`] });
    assert.equal(finding.reason?.code, 'unresolvable');
    assert.equal(finding.observation['rcode'], 'NOERROR');
  });

  it('fails when the name or the record does not exist', async () => {
    const absent = await run({}, {});
    assert.equal(absent.outcome, 'failed');
    assert.equal(absent.reason?.code, 'unresolvable');
    assert.match(absent.reason?.message ?? '', /kubia does not resolve from pod kubia-1: NXDOMAIN/);
    assert.match(absent.reason?.hint ?? '', /kubia\.demo\.svc\.cluster\.local, kubia\.svc\.cluster\.local/);
    assert.match((await run({ type: 'AAAA' }, { [`AAAA ${own}`]: 'NODATA' })).reason?.message ?? '', /NODATA/);
  });

  it('fails for a resolver outside the cluster, with a hint', async () => {
    const finding = await run({}, { 'A kubernetes.default.svc.': 'NXDOMAIN' }, { resolver: 'nameserver 8.8.8.8' });
    assert.equal(finding.outcome, 'failed');
    assert.match(finding.reason?.hint ?? '', /does not use the cluster's DNS server \(it has 8\.8\.8\.8\)/);
  });

  it('is an error when a server is down or gives no definite answer', async () => {
    const down: Zone = Object.fromEntries(
      ['demo.svc.cluster.local.', 'svc.cluster.local.', 'cluster.local.'].flatMap((domain) => [
        [`A kubia.${domain}`, 'down'],
        [`A kubernetes.default.svc.${domain}`, 'down'],
      ]),
    );
    assert.equal((await run({}, down)).outcome, 'error');
    const undecided = await run({}, { [`A ${own}`]: 'SERVFAIL' });
    assert.equal(undecided.outcome, 'error');
    assert.equal(undecided.reason?.code, 'cluster-error');
    // The subject's name was answered, but the control was not: the server failed in between.
    const half = await run({}, { 'A kubernetes.default.svc.cluster.local.': 'SERVFAIL' });
    assert.equal(half.outcome, 'error');
  });

  it('fails for a name that the cluster lacks, even if an upstream server is silent', async () => {
    const finding = await run({ name: 'kubia.demo.svc' }, { 'A kubia.demo.svc.': 'down' });
    assert.equal(finding.reason?.code, 'unresolvable');
    assert.equal(finding.outcome, 'failed');
  });

  it('uses getent where dig is missing, and claims no more than getent shows', async () => {
    const zone = { [`A ${own}`]: ['10.96.0.17'] };
    assert.equal((await run({ to: '10.96.0.17' }, zone, { tool: 'getent' })).outcome, 'passed');
    assert.equal((await run({ to: '10.96.0.18' }, zone, { tool: 'getent' })).reason?.code, 'records-mismatch');
    assert.equal((await run({}, {}, { tool: 'getent' })).reason?.code, 'unresolvable');
    assert.equal(
      (await run({}, { 'A kubernetes.default.svc.cluster.local.': 'down' }, { tool: 'getent' })).outcome,
      'error',
    );
    await assert.rejects(
      run({}, {}, { tool: 'none' }),
      (fault) => fault instanceof Unobservable && fault.reason.code === 'tool-missing',
    );
  });

  it('is an error when the cluster gives no answer', async () => {
    const cluster = fakeCluster({ exec: () => Promise.reject(new UnreachableError('reset')) });
    await assert.rejects(dnsResolves.run(defaults, stepContext(cluster)), UnreachableError);
  });

  it('has a title', () => {
    assert.equal(
      dnsResolves.describe({ ...defaults, to: ['10.0.0.1'] }),
      'kubia resolves to 10.0.0.1 from pod/kubia-1',
    );
    assert.equal(dnsResolves.describe({ ...defaults, type: 'SRV', from: 'probe' }), 'SRV of kubia resolves from probe');
  });
});
