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
  /** A function: how the default control ends. A text: the step's own control, which answers. */
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

  it('an answer is what should not be', async () => {
    const finding = await look((argv) => answerOf(argv, 'hi', { status: 404 }));
    assert.equal(verdictOf(finding), 'failed reachable');
    assert.match(finding.reason?.message ?? '', /answered with status 404, but should not be reachable/);
  });

  it('an answer counts even when the control is down', async () =>
    assert.equal(verdictOf(await look(healthy, { control: exits(6) })), 'failed reachable'));

  for (const status of [6, 7, 28])
    it(`proves nothing when the control ends with ${status}`, async () => {
      const finding = await look(exits(7), { control: exits(status) });
      assert.equal(verdictOf(finding), 'error control-failed');
      assert.match(
        finding.reason?.message ?? '',
        /https:\/\/kubernetes\.default\.svc:443\/version did not answer from pod plumbline-probe either/,
      );
    });

  it('proves nothing when the control dies meanwhile', async () => {
    let controls = 0;
    const finding = await look(exits(7), { control: (argv) => (++controls === 1 ? healthy(argv) : noAnswer(argv, 7)) });
    assert.equal(verdictOf(finding), 'error control-failed');
  });

  it('one answer among the tries is an answer', async () => {
    let tries = 0;
    const finding = await look((argv) => (++tries === 3 ? answerOf(argv, 'hi') : noAnswer(argv, 7)));
    assert.equal(verdictOf(finding), 'failed reachable');
  });

  it('tries once and confirms three times', async () =>
    assert.deepEqual((await look(exits(7))).observation['outcomes'], ['refused', 'refused', 'refused', 'refused']));

  it('does not tell refused from dropped where the mode is not known', async () => {
    assert.equal(verdictOf(await look(exits(28), { with: 'refused', proxyMode: 'unknown' })), 'passed');
    assert.equal(verdictOf(await look(exits(28), { with: 'refused', proxyMode: 'nftables' })), 'failed dropped');
  });

  it('uses the control that the step names', async () =>
    assert.equal((await look(exits(7), { control: 'http://web/' })).observation['control'], 'http://web/'));

  it('says what it expects', () => {
    assert.equal(curlFails.describe(spec), 'requests to http://kubia:81/ from probe fail');
    assert.equal(
      curlFails.describe({ ...spec, with: 'refused' }),
      'requests to http://kubia:81/ from probe fail (refused)',
    );
  });
});
