import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { pingFailsOnClusterIp } from '../../../../runner/steps/connect/ping-fails-on-cluster-ip.ts';
import { answerOf, type FakeRun, fakeBatch, noAnswer } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { podObject, serviceObject, serviceWithPods } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const lost: FakeRun = { stdout: '3 packets transmitted, 0 received, 100% packet loss', status: 1 };
const answered: FakeRun = { stdout: '3 packets transmitted, 3 received, 0% packet loss' };

interface World {
  objects?: KubernetesObject[];
  connection?: (argv: readonly string[]) => FakeRun;
  clusterIP?: FakeRun;
  pod?: FakeRun;
  from?: string;
}

const look = ({
  objects = serviceWithPods(2),
  connection = (argv) => answerOf(argv, 'hi'),
  clusterIP = lost,
  pod = answered,
  from = 'probe',
}: World = {}) => {
  const exec = fakeBatch((argv) => {
    if (argv[0] === 'curl') return connection(argv);
    return argv.at(-1) === '10.96.0.10' ? clusterIP : pod;
  });
  return lookOnce(pingFailsOnClusterIp, { service: 'kubia', from }, stepContext(fakeCluster({ objects, exec })));
};

describe('ping-fails-on-cluster-ip', () => {
  it('passes when only the cluster IP does not answer', async () => {
    const finding = await look();
    assert.equal(verdictOf(finding), 'passed');
    assert.equal(finding.actual, '0 of 3 packets came back');
    assert.equal(finding.reproduce, 'kubectl exec -n demo plumbline-probe -- ping -c 3 -W 1 10.96.0.10');
    assert.equal(finding.evidence.length, 3);
  });

  it('accepts a connection to a Service without HTTP', async () => {
    for (const status of [52, 56, 1]) {
      const connection = (argv: readonly string[]) => ({
        ...noAnswer(argv, status, { connected: true }),
        stderr: 'Received HTTP/0.9',
      });
      assert.equal(verdictOf(await look({ connection })), 'passed');
    }
  });

  it('fails for an answered ping', async () =>
    assert.equal(verdictOf(await look({ clusterIP: answered })), 'failed ping-answered'));

  it('fails when the Service accepts no connection', async () => {
    const finding = await look({ connection: (argv) => noAnswer(argv, 7) });
    assert.equal(verdictOf(finding), 'failed refused');
    assert.match(finding.reason?.message ?? '', /so a lost ping proves nothing/);
  });

  it('is an error when a ping to a pod gets no answer', async () =>
    assert.equal(verdictOf(await look({ pod: lost })), 'error control-failed'));

  it('is an error when ping cannot send', async () => {
    const denied = { stdout: 'ping: socket: Operation not permitted', status: 2 };
    assert.equal(verdictOf(await look({ pod: denied, clusterIP: denied })), 'error exec-failed');
  });

  it('is an error when ping is missing', async () => {
    const real = fakeBatch((argv) => answerOf(argv, 'hi'));
    const cluster = fakeCluster({
      objects: serviceWithPods(1),
      exec: (vantage, request) =>
        request.command.includes('ping') ? { status: 127, stderr: 'plumbline: missing ping' } : real(vantage, request),
    });
    const finding = await lookOnce(pingFailsOnClusterIp, { service: 'kubia', from: 'probe' }, stepContext(cluster));
    assert.equal(verdictOf(finding), 'error tool-missing');
  });

  for (const [title, objects, verdict] of [
    ['no Service', [], 'failed not-found'],
    ['a headless Service', [serviceObject({ clusterIP: 'None' })], 'failed fields-mismatch'],
    ['no endpoints', [serviceObject(), podObject('x', { app: 'y' })], 'failed no-endpoints'],
  ] as const)
    it(`fails for ${title}`, async () => assert.equal(verdictOf(await look({ objects: [...objects] })), verdict));

  it('pings another pod than the one it runs in', async () => {
    const finding = await look({ from: 'pod/kubia-1' });
    assert.match(finding.evidence[1]?.title ?? '', /kubia-2, the control/);
  });

  it('needs a proxy mode that drops pings', () =>
    assert.deepEqual(pingFailsOnClusterIp.needs?.({ service: 'kubia', from: 'probe' }), {
      proxyModes: ['iptables', 'nftables'],
    }));
  it('states its expectation', () =>
    assert.match(
      pingFailsOnClusterIp.describe({ service: 'kubia', from: 'probe' }),
      /cluster IP of Service kubia does not answer a ping from probe/,
    ));
});
