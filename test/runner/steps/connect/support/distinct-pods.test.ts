import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../../runner/cluster/cluster.ts';
import { readBackends } from '../../../../../runner/probe/identity/backends.ts';
import { askForPods } from '../../../../../runner/steps/connect/support/distinct-pods.ts';
import { answerOf, type FakeRun, fakeBatch, inTurn } from '../../../../support/fake-batch.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { verdictOf } from '../../../../support/look.ts';
import { podObject, serviceObject, serviceWithPods } from '../../../../support/service-objects.ts';
import { stepContext } from '../../../../support/step-context.ts';

const target = { url: 'http://10.0.0.1:80/', service: 'kubia', namespace: 'demo', port: 80 };
const ask = async (objects: KubernetesObject[], wanted: number, program: (argv: readonly string[]) => FakeRun) => {
  const requests: string[] = [];
  const exec = fakeBatch((argv) => {
    requests.push(argv.at(-1) ?? '');
    return program(argv);
  });
  const context = stepContext(fakeCluster({ objects, exec }));
  const before = await readBackends(context, target);
  const vantage = { place: 'outside' } as const;
  const finding = await askForPods(context, { vantage, target, before, wanted, expected: 'x' });
  return { finding, requests };
};

describe('askForPods', () => {
  it('makes one request for one pod', async () => {
    const { finding, requests } = await ask(serviceWithPods(3), 1, inTurn(3));
    assert.equal(verdictOf(finding), 'passed');
    assert.deepEqual(requests, [target.url]);
    assert.equal(finding.reproduce, 'curl -sS -i -m 5 http://10.0.0.1:80/');
  });

  it('makes enough requests for several pods', async () => {
    const { finding, requests } = await ask(serviceWithPods(3), 2, (argv) => answerOf(argv, 'kubia-2'));
    assert.equal(verdictOf(finding), 'failed always-sticky');
    // 3 · (1/3)^n ≤ 10⁻⁹
    assert.equal(requests.length, 20);
    assert.equal(finding.fraction, 0);
  });

  it('names a pod that never answers', async () => {
    const { finding } = await ask(serviceWithPods(3), 3, inTurn(2));
    assert.equal(verdictOf(finding), 'failed pods-not-hit');
    assert.match(finding.reason?.message ?? '', /^kubia-3 answered none of/);
    assert.equal(finding.fraction, 1 / 2);
  });

  it('makes no request when there are too few pods', async () => {
    const few = await ask(serviceWithPods(1), 2, inTurn(1));
    assert.equal(verdictOf(few.finding), 'failed too-few-pods');
    assert.deepEqual(few.requests, []);
    const none = await ask([serviceObject(), podObject('x', { app: 'y' })], 1, inTurn(1));
    assert.equal(verdictOf(none.finding), 'failed no-endpoints');
  });
});
