import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import {
  type CurlHitsDistinctPodsSpec,
  curlHitsDistinctPods,
} from '../../../../runner/steps/connect/curl-hits-distinct-pods.ts';
import { answerOf, type FakeProgram, fakeBatch, inTurn, noAnswer } from '../../../support/fake-batch.ts';
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

const spec: CurlHitsDistinctPodsSpec = { service: 'kubia', from: 'probe', pods: 'all' };

const look = async (
  objects: KubernetesObject[],
  program: FakeProgram,
  more: Partial<CurlHitsDistinctPodsSpec> = {},
) => {
  let requests = 0;
  let execs = 0;
  const answer = fakeBatch((argv, vantage) => {
    requests++;
    return program(argv, vantage);
  });
  const cluster = fakeCluster({
    objects,
    exec: (vantage, request) => {
      execs++;
      return answer(vantage, request);
    },
  });
  const finding = await lookOnce(curlHitsDistinctPods, { ...spec, ...more }, stepContext(cluster));
  return { finding, verdict: verdictOf(finding), requests, execs };
};

describe('curl-hits-distinct-pods', () => {
  it('passes as soon as every ready pod has answered', async () => {
    const { finding, verdict, requests, execs } = await look(serviceWithPods(3), inTurn(3));
    assert.equal(verdict, 'passed');
    assert.deepEqual([requests, execs], [9, 1]);
    assert.equal(finding.actual, '3 of 3 ready pods answered 9 requests (kubia-1: 3, kubia-2: 3, kubia-3: 3)');
    assert.deepEqual(finding.observation['histogram'], { 'kubia-1': 3, 'kubia-2': 3, 'kubia-3': 3 });
    assert.match(
      finding.evidence[0]?.text ?? '',
      /9 requests, each over a new connection; the probability of a wrong verdict is at most 1e-9/,
    );
    assert.equal(
      finding.reproduce,
      'for i in $(seq 54); do kubectl exec -n demo plumbline-probe -- curl -sS -i -m 5 http://10.96.0.10:80/; done',
    );
  });

  it('names the pod that never answered, after the computed number of requests', async () => {
    const { finding, verdict, requests, execs } = await look(serviceWithPods(3), inTurn(2));
    assert.equal(verdict, 'failed pods-not-hit');
    assert.deepEqual([requests, execs], [54, 2]);
    assert.equal(finding.reason?.message, 'kubia-3 answered none of 54 requests.');
    assert.equal(finding.fraction, 0.5);
    assert.ok(finding.observation['evenSpread']);
  });

  it('explains a single answering pod by session affinity', async () => {
    const objects = serviceWithPods(2, { spec: { sessionAffinity: 'ClientIP' } });
    const { finding, verdict } = await look(objects, inTurn(1));
    assert.equal(verdict, 'failed always-sticky');
    assert.match(finding.reason?.hint ?? '', /sessionAffinity: ClientIP/);
    assert.equal(finding.fraction, 0);
  });

  it('fails when only one pod is ready', async () => {
    const { finding, verdict, requests } = await look(serviceWithPods(1), inTurn(1));
    assert.equal(verdict, 'failed too-few-pods');
    assert.equal(requests, 0);
    assert.match(finding.reason?.message ?? '', /has 1 ready pod, but 2 different ones must answer/);
  });

  it('with a number needs at least that number of pods and answers', async () => {
    assert.equal((await look(serviceWithPods(3), inTurn(2), { pods: 2 })).verdict, 'passed');
    assert.equal((await look(serviceWithPods(3), inTurn(2), { pods: 3 })).verdict, 'failed pods-not-hit');
    assert.equal((await look(serviceWithPods(3), inTurn(3), { pods: 4 })).verdict, 'failed too-few-pods');
  });

  it('fails without a ready pod, and says why', async () => {
    const { finding, verdict } = await look(
      [serviceObject({ spec: { selector: { app: 'kubai' } } }), podObject('kubia-1')],
      inTurn(1),
    );
    assert.equal(verdict, 'failed no-endpoints');
    assert.match(finding.reason?.message ?? '', /Did you mean app=kubia/);
  });

  it('fails without the Service, and suggests its name', async () =>
    assert.equal((await look(serviceWithPods(2), inTurn(2), { service: 'kubai' })).verdict, 'failed not-found'));

  it('reports the share of failed requests', async () => {
    let next = 0;
    const program: FakeProgram = (argv) => (next++ % 2 ? noAnswer(argv, 7) : answerOf(argv, "You've hit kubia-1"));
    const { finding, verdict } = await look(serviceWithPods(2), program);
    assert.equal(verdict, 'failed refused');
    assert.match(
      finding.reason?.message ?? '',
      /^2 of 5 requests got no answer\. http:\/\/10\.96\.0\.10:80\/: the connection was refused/,
    );
  });

  it('fails for an answer of a pod that is not behind the Service', async () => {
    const objects = [...serviceWithPods(2), podObject('stranger', { app: 'other' })];
    const { finding, verdict } = await look(objects, (argv) => answerOf(argv, "You've hit stranger"));
    assert.equal(verdict, 'failed pod-unexpected');
    assert.match(finding.reason?.message ?? '', /Pod stranger answered/);
  });

  it("fails for an answer without a pod's name", async () => {
    const { verdict } = await look(serviceWithPods(2), (argv) => answerOf(argv, 'It works!'));
    assert.equal(verdict, 'failed pod-unidentified');
  });

  it('is an error when the endpoints changed meanwhile', async () => {
    const objects = serviceWithPods(2);
    const answers = inTurn(2);
    const cluster = fakeCluster({
      objects,
      exec: async (vantage, request) => {
        await cluster.api.apply(
          sliceObject([podEndpoint('kubia-1', '10.244.0.1'), podEndpoint('kubia-9', '10.244.0.9')]),
        );
        return fakeBatch(answers)(vantage, request);
      },
    });
    const finding = await lookOnce(curlHitsDistinctPods, spec, stepContext(cluster));
    assert.equal(verdictOf(finding), 'error endpoints-moved');
  });

  it('is an error when an exec ends without a status', async () => {
    const cluster = fakeCluster({ objects: serviceWithPods(2), exec: () => ({ status: undefined }) });
    assert.equal(verdictOf(await lookOnce(curlHitsDistinctPods, spec, stepContext(cluster))), 'error no-exit-status');
  });

  it('is an error when the batch ran out of time', async () => {
    const cluster = fakeCluster({
      objects: serviceWithPods(3),
      exec: fakeBatch(inTurn(3), { most: 1 }),
    });
    assert.equal(verdictOf(await lookOnce(curlHitsDistinctPods, spec, stepContext(cluster))), 'error time-ran-out');
  });

  it('is an error for a fault of curl itself', async () =>
    assert.equal((await look(serviceWithPods(2), (argv) => noAnswer(argv, 2))).verdict, 'error exec-failed'));

  it('finds the Service of a URL', async () =>
    assert.equal(
      (await look(serviceWithPods(2), inTurn(2), { service: undefined, url: 'http://kubia' } as never)).verdict,
      'passed',
    ));

  it('states its expectation in one line', () => {
    assert.equal(curlHitsDistinctPods.describe(spec), 'every ready pod answers requests to Service kubia from probe');
    assert.match(curlHitsDistinctPods.describe({ ...spec, pods: 3 }), /at least 3 different pods/);
  });
});
