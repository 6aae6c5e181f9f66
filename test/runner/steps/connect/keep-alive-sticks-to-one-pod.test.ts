import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { keepAliveSticksToOnePod } from '../../../../runner/steps/connect/keep-alive-sticks-to-one-pod.ts';
import { answerOf, type FakeProgram, fakeCurls, inTurn, noAnswer } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import {
  podEndpoint,
  podObject,
  serviceObject,
  serviceWithPods,
  sliceObject,
} from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const spec = { service: 'kubia', from: 'probe' };

/** One server for all requests, which keeps the connection open unless `closes` is set. */
const kept = (names: string[] = ['kubia-1'], closes = false): FakeProgram => {
  let asked = 0;
  return (argv) => {
    const connects = asked === 0 || closes ? 1 : 0;
    return answerOf(argv, `You've hit ${names[asked++ % names.length]}\n`, { connects });
  };
};

const look = (objects: KubernetesObject[], separate: FakeProgram, together: FakeProgram = kept()) =>
  lookOnce(keepAliveSticksToOnePod, spec, stepContext(fakeCluster({ objects, exec: fakeCurls(separate, together) })));

describe('keep-alive-sticks-to-one-pod', () => {
  for (const [pods, requests] of [
    [2, 31],
    [3, 20],
  ] as const)
    it(`passes after ${requests} answers of one of ${pods} pods over one connection`, async () => {
      const finding = await look(serviceWithPods(pods), inTurn(pods));
      assert.equal(verdictOf(finding), 'passed');
      const { requests: made, connections, pod } = finding.observation;
      assert.deepEqual([made, connections, pod], [requests, 1, 'kubia-1']);
      assert.match(finding.actual, new RegExp(`^1 pod answered ${requests} requests over 1 connection `));
    });

  it('fails when the server closes the connection', async () => {
    const finding = await look(serviceWithPods(2), inTurn(2), kept(['kubia-1'], true));
    assert.equal(verdictOf(finding), 'failed not-kept-alive');
    assert.match(finding.reason?.message ?? '', /30 of 30 further requests/);
  });

  it('fails when the connection broke once', async () => {
    let asked = 0;
    const once: FakeProgram = (argv) => answerOf(argv, 'kubia-1', { connects: [1, 17].includes(++asked) ? 1 : 0 });
    assert.equal(verdictOf(await look(serviceWithPods(2), inTurn(2), once)), 'failed not-kept-alive');
  });

  it('fails for two pods on one connection', async () => {
    const finding = await look(serviceWithPods(2), inTurn(2), kept(['kubia-1', 'kubia-2']));
    assert.equal(verdictOf(finding), 'failed not-sticky');
  });

  it('fails for a Service that sends every connection to one pod', async () => {
    const finding = await look(serviceWithPods(2, { spec: { sessionAffinity: 'ClientIP' } }), inTurn(1));
    assert.equal(verdictOf(finding), 'failed always-sticky');
    assert.match(finding.reason?.hint ?? '', /sessionAffinity: ClientIP/);
  });

  it('fails when only one pod is ready', async () =>
    assert.equal(verdictOf(await look(serviceWithPods(1), inTurn(1))), 'failed too-few-pods'));
  it('fails without a pod, with the reason', async () =>
    assert.equal(verdictOf(await look([serviceObject()], inTurn(1))), 'failed no-endpoints'));
  it('fails without a ready pod, with the reason', async () => {
    const slice = sliceObject([podEndpoint('kubia-1', '10.244.0.1', { ready: false })]);
    const objects = [serviceObject(), slice, podObject('kubia-1', { ready: false })];
    assert.equal(verdictOf(await look(objects, inTurn(1))), 'failed not-ready');
  });
  it('fails without the Service', async () => assert.equal(verdictOf(await look([], inTurn(1))), 'failed not-found'));
  it('reports separate connections that fail first', async () =>
    assert.equal(verdictOf(await look(serviceWithPods(2), (argv) => noAnswer(argv, 7))), 'failed refused'));
  it('fails for a failed request on the kept connection', async () => {
    const broken: FakeProgram = (argv) => noAnswer(argv, 56, { connected: true });
    assert.equal(verdictOf(await look(serviceWithPods(2), inTurn(2), broken)), 'failed reset');
  });
  it('reports an unknown answer on the kept connection', async () =>
    assert.equal(verdictOf(await look(serviceWithPods(2), inTurn(2), kept(['who']))), 'failed pod-unidentified'));

  it('states its expectation', () =>
    assert.equal(
      keepAliveSticksToOnePod.describe(spec),
      'one pod answers all requests to Service kubia from probe over one connection',
    ));
});
