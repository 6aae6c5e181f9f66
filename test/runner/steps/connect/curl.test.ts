import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { type CurlSpec, curl } from '../../../../runner/steps/connect/curl.ts';
import { answerOf, type FakeProgram, fakeBatch, noAnswer, optionOf } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { podObject, serviceObject, serviceWithPods } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const spec: CurlSpec = { url: 'http://kubia/', from: 'probe', method: 'GET', status: 200, insecure: false, count: 1 };
const look = (program: FakeProgram, more: Partial<CurlSpec> = {}, objects: KubernetesObject[] = serviceWithPods(1)) =>
  lookOnce(curl, { ...spec, ...more }, stepContext(fakeCluster({ objects, exec: fakeBatch(program) })));
const kubia: FakeProgram = (argv) => answerOf(argv, "You've hit kubia-1\n", { headers: 'X-App: kubia v1\r\n' });

describe('curl', () => {
  for (const [more, verdict] of [
    [{}, 'passed'],
    [{ status: '2xx' }, 'passed'],
    [{ contains: "You've hit" }, 'passed'],
    [{ matches: '^You.*kubia-\\d$' }, 'passed'],
    [{ responseHeaders: { 'x-app': 'v1' } }, 'passed'],
    [{ status: 404 }, 'failed status-mismatch'],
    [{ status: '4xx' }, 'failed status-mismatch'],
    [{ contains: 'nginx' }, 'failed body-mismatch'],
    [{ matches: '^kubia' }, 'failed body-mismatch'],
    [{ responseHeaders: { 'X-App': 'v2' } }, 'failed body-mismatch'],
    [{ responseHeaders: { 'X-None': 'v2' } }, 'failed body-mismatch'],
    [{ matches: '(' }, 'error spec-invalid'],
    [{ url: 'ftp://x' }, 'error spec-invalid'],
    [{ headers: { A: 'b\nc' } }, 'error spec-invalid'],
  ] as [Partial<CurlSpec>, string][])
    it(`${JSON.stringify(more)}: ${verdict}`, async () => assert.equal(verdictOf(await look(kubia, more)), verdict));

  it('shows the answer', async () => {
    const finding = await look(kubia);
    assert.equal(finding.actual, "200 You've hit kubia-1");
    assert.equal(finding.observation['body'], "You've hit kubia-1\n");
    assert.equal(finding.reproduce, 'kubectl exec -n demo plumbline-probe -- curl -sS -i -m 5 http://kubia/');
  });

  it('names the first broken link when there is no answer', async () => {
    const objects = [serviceObject({ spec: { selector: { app: 'kubai' } } }), podObject('kubia-1')];
    const finding = await look((argv) => noAnswer(argv, 7), {}, objects);
    assert.equal(verdictOf(finding), 'failed no-endpoints');
    assert.match(
      finding.reason?.message ?? '',
      /refused\. No pod matches the selector app=kubai .*Did you mean app=kubia/,
    );
  });

  it('fails for one wrong answer among many', async () => {
    let next = 0;
    const program: FakeProgram = (argv) => answerOf(argv, 'ok', { status: ++next === 3 ? 500 : 200 });
    assert.equal(verdictOf(await look(program, { count: 4 })), 'failed status-mismatch');
    next = 10;
    assert.equal(verdictOf(await look(program, { count: 4 })), 'passed');
  });

  it('is an error when fewer requests were made than asked', async () => {
    const exec = fakeBatch(kubia, { most: 1 });
    const cluster = fakeCluster({ objects: serviceWithPods(1), exec });
    assert.equal(verdictOf(await lookOnce(curl, { ...spec, count: 5 }, stepContext(cluster))), 'error time-ran-out');
  });

  it('is an error for a fault of curl itself', async () =>
    assert.equal(verdictOf(await look((argv) => noAnswer(argv, 2))), 'error exec-failed'));

  it('sends the request as written', async () => {
    const seen: string[][] = [];
    await look(
      (argv) => {
        seen.push(argv);
        return answerOf(argv, '');
      },
      { method: 'POST', headers: { Host: 'x' }, resolve: { kubia: '10.0.0.1' }, insecure: true },
    );
    const argv = seen[0] ?? [];
    assert.equal(optionOf(argv, '-X'), 'POST');
    assert.equal(optionOf(argv, '-H'), 'Host: x');
    assert.equal(optionOf(argv, '--resolve'), 'kubia:80:10.0.0.1');
    assert.ok(argv.includes('-k'));
  });

  it('states its expectation', () =>
    assert.equal(
      curl.describe({ ...spec, contains: 'hi', matches: 'h.', responseHeaders: { A: 'b' }, count: 2 }),
      'GET http://kubia/ from probe is answered with 200 with "hi" matching /h./ with A: b, 2 times',
    ));
});
