import assert from 'node:assert/strict';
import { lossText, pingSucceeds } from '../../../../runner/steps/connect/ping-succeeds.ts';
import { fakeBatch } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { podObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const look = (stdout: string, to = 'pod/kubia-1', status = 0) => {
  const objects = [podObject('kubia-1', { ip: '10.244.0.1' })];
  return lookOnce(
    pingSucceeds,
    { to, from: 'probe' },
    stepContext(fakeCluster({ objects, exec: fakeBatch(() => ({ stdout, status })) })),
  );
};

describe('ping-succeeds', () => {
  it('passes when an answer arrives', async () => {
    const finding = await look('3 packets transmitted, 3 received, 0% packet loss');
    assert.equal(verdictOf(finding), 'passed');
    assert.equal(finding.actual, '3 of 3 packets came back');
    assert.equal(finding.reproduce, 'kubectl exec -n demo plumbline-probe -- ping -c 3 -W 1 10.244.0.1');
  });

  it('passes for one answer', async () =>
    assert.equal(verdictOf(await look('3 packets transmitted, 1 received, 66% packet loss')), 'passed'));
  it('fails when all pings are lost', async () =>
    assert.equal(
      verdictOf(await look('3 packets transmitted, 0 received, 100% packet loss', '10.96.0.10', 1)),
      'failed ping-lost',
    ));
  it('fails when the name does not resolve', async () =>
    assert.equal(verdictOf(await look('ping: nope: Name or service not known', 'nope', 2)), 'failed unresolvable'));
  it('fails when the pod does not exist', async () =>
    assert.equal(verdictOf(await look('', 'pod/kubia-2')), 'failed not-found'));
  it('is an error when ping is not permitted', async () =>
    assert.equal(verdictOf(await look('ping: socket: Operation not permitted')), 'error exec-failed'));
  it('is an error when ping is missing', async () => {
    const cluster = fakeCluster({ exec: () => ({ status: 127, stderr: 'plumbline: missing ping' }) });
    assert.equal(
      verdictOf(await lookOnce(pingSucceeds, { to: 'x', from: 'probe' }, stepContext(cluster))),
      'error tool-missing',
    );
  });
  it('states its expectation', () =>
    assert.equal(pingSucceeds.describe({ to: 'x', from: 'probe' }), 'x answers a ping from probe'));
});

describe('lossText', () => {
  it('distinguishes an ICMP error from no answer', () =>
    assert.match(
      lossText({ target: 'x', transmitted: 3, received: 0, unresolvable: false, rejected: true, output: '' }),
      /0 of 3 packets came back, and an ICMP error/,
    ));
});
