import assert from 'node:assert/strict';
import { type DnsFailsSpec, dnsFails } from '../../../../runner/steps/discover/dns-fails.ts';
import { Unobservable } from '../../../../runner/steps/finding.ts';
import { stepContext } from '../../../support/step-context.ts';
import { dnsCluster, type FakeDnsOptions, workingZone, type Zone } from './fake-dns.ts';

const defaults = {
  name: 'nope',
  from: 'pod/kubia-1',
  type: 'A',
  search: true,
  control: 'kubernetes.default.svc',
} as const;
const own = 'nope.demo.svc.cluster.local.';
const control = 'A kubernetes.default.svc.cluster.local.';
const run = (spec: Partial<DnsFailsSpec>, zone: Zone = {}, more: Partial<FakeDnsOptions> = {}) =>
  dnsFails.run({ ...defaults, ...spec }, stepContext(dnsCluster({ zone: { ...workingZone, ...zone }, ...more })));
const verdict = async (...parameters: Parameters<typeof run>): Promise<string> => {
  const { outcome, reason } = await run(...parameters);
  return [outcome, ...(reason ? [reason.code] : [])].join(' ');
};

describe('dns-fails', () => {
  it('passes for a name that does not exist, while the control resolves', async () => {
    const finding = await run({ with: 'NXDOMAIN' });
    assert.equal(finding.outcome, 'passed');
    assert.equal(finding.observation['result'], 'NXDOMAIN');
    assert.equal(finding.observation['repeats'], 3);
    assert.deepEqual(finding.observation['control'], { name: 'kubernetes.default.svc', records: ['10.96.0.1'] });
  });

  it('asks three times, each time with the control', async () => {
    const finding = await run({});
    const asked = (finding.evidence[0]?.text ?? '').split('\n').filter((line) => line.startsWith('# dig'));
    const names = asked.map((line) => line.split(' ')[3]?.split('.')[0]);
    assert.equal(names.filter((name) => name === 'kubernetes').length, 9);
    assert.equal(names.filter((name) => name === 'nope').length, 9);
  });

  it('distinguishes NXDOMAIN from NODATA', async () => {
    const zone: Zone = { [`AAAA ${own}`]: 'NODATA' };
    assert.equal(await verdict({ type: 'AAAA', with: 'NODATA' }, zone), 'passed');
    assert.equal(await verdict({ type: 'AAAA', with: 'NXDOMAIN' }, zone), 'failed records-mismatch');
    assert.equal(await verdict({ with: 'NODATA' }), 'failed records-mismatch');
    assert.equal(await verdict({ type: 'AAAA' }, zone), 'passed');
  });

  it('fails when the name resolves, whatever the control returns', async () => {
    assert.equal(await verdict({}, { [`A ${own}`]: ['10.0.0.1'] }), 'failed name-resolves');
    assert.equal(await verdict({}, { [`A ${own}`]: ['10.0.0.1'], [control]: 'down' }), 'failed name-resolves');
  });

  it('is an error when the control fails, because the server may be down', async () => {
    for (const answer of ['down', 'SERVFAIL', 'NXDOMAIN', 'NODATA'] as const) {
      const finding = await run({}, { [control]: answer });
      assert.equal(finding.outcome, 'error', answer);
      assert.equal(finding.reason?.code, 'control-failed');
    }
    assert.equal(await verdict({}, { [control]: 'down' }, { tool: 'getent' }), 'error control-failed');
    assert.equal(await verdict({}, {}, { resolver: 'nameserver 8.8.8.8' }), 'error control-failed');
  });

  it('is an error when no server gives a definite answer', async () => {
    for (const answer of ['down', 'SERVFAIL', 'REFUSED'] as const)
      assert.equal(await verdict({}, { [`A ${own}`]: answer }), 'error cluster-error', answer);
    const outside: Zone = { 'A www.example.com.': 'SERVFAIL' };
    assert.equal(await verdict({ name: 'www.example.com' }, outside), 'error cluster-error');
    assert.equal(await verdict({ name: 'www.example.com' }, outside, { tool: 'getent' }), 'error cluster-error');
  });

  it('does not wait for upstream servers when the name can only be in the cluster', async () => {
    const objects = [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'demo' } }];
    assert.equal(
      await verdict({ name: 'nope.demo', with: 'NXDOMAIN' }, { 'A nope.demo.': 'SERVFAIL' }, { objects }),
      'passed',
    );
    assert.equal(await verdict({ name: 'nope.demo.svc' }, { 'A nope.demo.svc.': 'down' }), 'passed');
  });

  it('fails when one of three answers has records', async () => {
    let looks = 0;
    const cluster = dnsCluster({ zone: workingZone });
    const { exec } = cluster;
    cluster.exec = async (vantage, request) => {
      const result = await exec(vantage, request);
      if (request.command[0] === 'cat') return result;
      looks++;
      const last = result.stdout.lastIndexOf('status: NXDOMAIN');
      const stdout = `${result.stdout.slice(0, last)}status: NOERROR, id: 1\n;; ANSWER SECTION:\nnope.cluster.local. 30 IN A 10.0.0.9\n\n${result.stdout.slice(last)}`;
      return { ...result, stdout };
    };
    const finding = await dnsFails.run(defaults, stepContext(cluster));
    assert.equal(looks, 1);
    assert.equal(finding.reason?.code, 'name-resolves');
  });

  it('is an error for an expected code where only getent exists', async () => {
    assert.equal(await verdict({}, {}, { tool: 'getent' }), 'passed');
    await assert.rejects(
      run({ with: 'NXDOMAIN' }, {}, { tool: 'getent' }),
      (fault) => fault instanceof Unobservable && fault.reason.code === 'tool-missing',
    );
  });

  it('uses another control where the place has other servers', async () => {
    const zone: Zone = { 'A host.example.': ['192.0.2.1'], 'A nope.': 'NXDOMAIN' };
    assert.equal(await verdict({ control: 'host.example' }, zone, { resolver: 'nameserver 192.0.2.53' }), 'passed');
  });

  it('has a title', () => {
    assert.equal(
      dnsFails.describe({ ...defaults, with: 'NXDOMAIN' }),
      'nope does not resolve (NXDOMAIN) from pod/kubia-1',
    );
  });
});
