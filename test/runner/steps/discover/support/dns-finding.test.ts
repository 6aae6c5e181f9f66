import assert from 'node:assert/strict';
import { dnsSeen, judgeAbsence, judgeRecords } from '../../../../../runner/steps/discover/support/dns-finding.ts';
import { takeLook } from '../../../../../runner/steps/discover/support/dns-look.ts';
import { verdictOf } from '../../../../support/look.ts';
import { stepContext } from '../../../../support/step-context.ts';
import { dnsCluster, type FakeDnsOptions, workingZone, type Zone } from '../fake-dns.ts';

const seen = { expected: 'x', actual: 'y' };
const subject = { title: 'kubia', index: 1, control: 'kubernetes.default.svc' };
const name = 'kubia.demo.svc.cluster.local.';
const lookAt = (zone: Zone, more: Partial<FakeDnsOptions> = {}) =>
  takeLook(stepContext(dnsCluster({ zone, ...more })), 'probe', () => [
    { name: subject.control, type: 'A', search: true },
    { name: 'kubia', type: 'A', search: true },
  ]);
const absence = async (zone: Zone, more: Partial<FakeDnsOptions> = {}) =>
  judgeAbsence(subject, await lookAt(zone, more), seen);

describe('dnsSeen', () =>
  it('reports the time since the first look, and the command to run by hand', async () => {
    const question = { name: 'kubia', type: 'A', search: true } as const;
    const summary = { expected: 'x', answer: 'NXDOMAIN', question, observation: { name: 'kubia' } };
    const { evidence = [], ...rest } = dnsSeen(await lookAt(workingZone), summary);
    assert.deepEqual(rest, {
      expected: 'x',
      actual: 'NXDOMAIN after 0ms',
      reproduce: 'kubectl exec -n demo plumbline-probe -- dig +search kubia A',
      observation: { name: 'kubia', tookMs: 0 },
    });
    assert.deepEqual(
      evidence.map(({ title }) => title),
      ['DNS answers', '/etc/resolv.conf'],
    );
  }));

describe('judgeAbsence', () => {
  it('fails when a server reports that the name does not exist', async () => {
    const finding = await absence(workingZone);
    assert.equal(verdictOf(finding), 'failed unresolvable');
    assert.match(finding.reason?.message ?? '', /^kubia does not resolve from pod plumbline-probe: NXDOMAIN after/);
    assert.match(finding.reason?.hint ?? '', /^The queried names are kubia\.demo\.svc\.cluster\.local, /);
  });

  it("names the resolver when it does not know the cluster's names", async () =>
    assert.match(
      (await absence({})).reason?.hint ?? '',
      /does not use the cluster's DNS server \(it has 10\.96\.0\.10\)/,
    ));

  it('is an error when no server gives a definite answer', async () => {
    assert.equal(verdictOf(await absence({ ...workingZone, [`A ${name}`]: 'SERVFAIL' })), 'error cluster-error');
    assert.equal(verdictOf(await absence({}, { tool: 'getent' })), 'error cluster-error');
  });
});

describe('judgeRecords', () => {
  it('compares sets', async () => {
    const look = await lookAt({ ...workingZone, [`A ${name}`]: ['10.0.0.1', '10.0.0.2'] });
    assert.equal(verdictOf(judgeRecords(subject, look, ['10.0.0.2', '10.0.0.1'], seen)), 'passed');
    const finding = judgeRecords(subject, look, ['10.0.0.1', '10.0.0.3'], seen);
    assert.equal(verdictOf(finding), 'failed records-mismatch');
    assert.equal(
      finding.reason?.message,
      'kubia resolves to 10.0.0.1, 10.0.0.2 from pod plumbline-probe: 10.0.0.3 is missing, 10.0.0.2 is not expected.',
    );
  });
});
