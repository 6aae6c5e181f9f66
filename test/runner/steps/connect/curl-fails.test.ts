import assert from 'node:assert/strict';
import { type CurlFailsSpec, curlFails } from '../../../../runner/steps/connect/curl-fails.ts';
import { answerOf, type FakeRun, fakeBatch, noAnswer } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { apiServerObjects } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const spec: CurlFailsSpec = { url: 'http://kubia:81/', from: 'probe', with: 'any' };
type Answer = (argv: readonly string[]) => FakeRun;
const healthy: Answer = (argv) => answerOf(argv, 'v1.34', { status: 403 });
const exits =
  (status: number, connected = false): Answer =>
  (argv) =>
    noAnswer(argv, status, { connected });

interface World extends Partial<Omit<CurlFailsSpec, 'control'>> {
  /** A function answers for the default control. A string is the step's own control, which answers. */
  control?: Answer | string;
  proxyMode?: string;
}

const look = (target: Answer, { control = healthy, proxyMode = 'iptables', ...more }: World = {}) => {
  const answer: Answer = typeof control === 'string' ? healthy : control;
  const exec = fakeBatch((argv) => (argv.at(-1) === spec.url ? target(argv) : answer(argv)));
  const cluster = fakeCluster({ objects: apiServerObjects(), proxyMode, exec });
  const named = typeof control === 'string' ? { control } : {};
  return lookOnce(curlFails, { ...spec, ...more, ...named }, stepContext(cluster));
};

describe('curl-fails', () => {
  for (const [way, status, connected, verdict] of [
    ['any', 7, false, 'passed'],
    ['any', 28, false, 'passed'],
    ['any', 6, false, 'passed'],
    ['any', 28, true, 'failed no-answer'],
    ['any', 56, true, 'failed reset'],
    ['refused', 7, false, 'passed'],
    ['refused', 28, false, 'failed dropped'],
    ['refused', 6, false, 'failed unresolvable'],
    ['dropped', 28, false, 'passed'],
    ['dropped', 28, true, 'failed no-answer'],
    ['dropped', 7, false, 'failed refused'],
    ['unreachable', 7, false, 'passed'],
    ['unreachable', 28, false, 'passed'],
    ['unreachable', 6, false, 'failed unresolvable'],
    ['unresolvable', 6, false, 'passed'],
    ['unresolvable', 7, false, 'failed refused'],
    ['tls', 60, true, 'passed'],
    ['tls', 7, false, 'failed refused'],
    ['reset', 52, true, 'passed'],
    ['no-answer', 28, true, 'passed'],
    ['any', 3, false, 'error exec-failed'],
  ] as const)
    it(`${way}, curl ends with ${status}${connected ? ' after connecting' : ''}: ${verdict}`, async () =>
      assert.equal(verdictOf(await look(exits(status, connected), { with: way })), verdict));

  it('fails when an answer arrives', async () => {
    const finding = await look((argv) => answerOf(argv, 'hi', { status: 404 }));
    assert.equal(verdictOf(finding), 'failed reachable');
    assert.match(finding.reason?.message ?? '', /answered with status 404, but should not be reachable/);
  });

  it('fails for an answer even when the control fails', async () =>
    assert.equal(verdictOf(await look(healthy, { control: exits(6) })), 'failed reachable'));

  for (const status of [6, 7, 28])
    it(`is an error when the control exits with ${status}`, async () => {
      const finding = await look(exits(7), { control: exits(status) });
      assert.equal(verdictOf(finding), 'error control-failed');
      assert.match(
        finding.reason?.message ?? '',
        /https:\/\/kubernetes\.default\.svc:443\/version did not answer from pod plumbline-probe either/,
      );
    });

  it('is an error when the control fails later', async () => {
    let controls = 0;
    const finding = await look(exits(7), { control: (argv) => (++controls === 1 ? healthy(argv) : noAnswer(argv, 7)) });
    assert.equal(verdictOf(finding), 'error control-failed');
  });

  it('fails for one answer among the tries', async () => {
    let tries = 0;
    const finding = await look((argv) => (++tries === 3 ? answerOf(argv, 'hi') : noAnswer(argv, 7)));
    assert.equal(verdictOf(finding), 'failed reachable');
  });

  it('tries once and confirms three times', async () =>
    assert.deepEqual((await look(exits(7))).observation['outcomes'], ['refused', 'refused', 'refused', 'refused']));

  it('treats refused and dropped alike where the proxy mode is unknown', async () => {
    assert.equal(verdictOf(await look(exits(28), { with: 'refused', proxyMode: 'unknown' })), 'passed');
    assert.equal(verdictOf(await look(exits(28), { with: 'refused', proxyMode: 'nftables' })), 'failed dropped');
  });

  it('uses the control from the step', async () =>
    assert.equal((await look(exits(7), { control: 'http://web/' })).observation['control'], 'http://web/'));

  it('states its expectation', () => {
    assert.equal(curlFails.describe(spec), 'requests to http://kubia:81/ from probe fail');
    assert.equal(
      curlFails.describe({ ...spec, with: 'refused' }),
      'requests to http://kubia:81/ from probe fail (refused)',
    );
  });
});
