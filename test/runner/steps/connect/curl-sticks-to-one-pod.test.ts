import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { curlSticksToOnePod } from '../../../../runner/steps/connect/curl-sticks-to-one-pod.ts';
import { answerOf, type FakeProgram, fakeBatch, inTurn, noAnswer } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { serviceObject, serviceWithPods } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const spec = { service: 'kubia', from: 'probe' };
const contextOf = (objects: KubernetesObject[], program: FakeProgram) =>
  stepContext(fakeCluster({ objects, exec: fakeBatch(program) }));
const look = (objects: KubernetesObject[], program: FakeProgram) =>
  lookOnce(curlSticksToOnePod, spec, contextOf(objects, program));

describe('curl-sticks-to-one-pod', () => {
  for (const [pods, requests] of [
    [2, 31],
    [3, 20],
  ] as const)
    it(`passes after ${requests} answers of the same pod, of ${pods} pods`, async () => {
      const finding = await look(serviceWithPods(pods), inTurn(1));
      assert.equal(verdictOf(finding), 'passed');
      assert.equal(finding.observation['requests'], requests);
      assert.equal(finding.observation['pod'], 'kubia-1');
    });

  it('fails at the first answer of a second pod', async () => {
    const finding = await look(serviceWithPods(2), inTurn(2));
    assert.equal(verdictOf(finding), 'failed not-sticky');
    assert.equal(finding.observation['requests'], 10);
    assert.equal(finding.actual, '2 pods answered 10 requests (kubia-1: 5, kubia-2: 5)');
    assert.equal(finding.reason?.message, 'Several pods answered one client: kubia-1, kubia-2.');
    assert.match(finding.reason?.hint ?? '', /sessionAffinity: None/);
  });

  it('notices a second pod at the last request', async () => {
    let next = 0;
    const finding = await look(serviceWithPods(2), (argv) => answerOf(argv, ++next === 31 ? 'kubia-2' : 'kubia-1'));
    assert.equal(verdictOf(finding), 'failed not-sticky');
  });

  it('makes more requests at each look, so that repeated looks do not pass by chance', async () => {
    const context = contextOf(serviceWithPods(2), inTurn(1));
    const requests: unknown[] = [];
    for (let attempt = 0; attempt < 3; attempt++)
      requests.push((await lookOnce(curlSticksToOnePod, spec, context)).observation['requests']);
    assert.deepEqual(requests, [31, 32, 33]);
  });

  it('fails when only one pod is ready', async () =>
    assert.equal(verdictOf(await look(serviceWithPods(1), inTurn(1))), 'failed too-few-pods'));
  it('fails without a pod, with the reason', async () =>
    assert.equal(verdictOf(await look([serviceObject()], inTurn(1))), 'failed no-endpoints'));
  it('fails for an unanswered request', async () =>
    assert.equal(verdictOf(await look(serviceWithPods(2), (argv) => noAnswer(argv, 28))), 'failed dropped'));
  it("fails for an answer without a pod's name", async () =>
    assert.equal(
      verdictOf(await look(serviceWithPods(2), (argv) => answerOf(argv, 'hello'))),
      'failed pod-unidentified',
    ));
  it('states its expectation', () =>
    assert.equal(curlSticksToOnePod.describe(spec), 'one pod answers all requests to Service kubia from probe'));
});
