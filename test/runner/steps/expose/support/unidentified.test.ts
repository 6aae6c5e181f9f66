import assert from 'node:assert/strict';
import type { HttpReply } from '../../../../../runner/probe/http/reply.ts';
import { judgeUnidentified } from '../../../../../runner/steps/expose/support/unidentified.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { serviceWithPods } from '../../../../support/service-objects.ts';
import { stepContext } from '../../../../support/step-context.ts';

const running = (name: string, namespace: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace },
  status: { phase: 'Running' },
});
const elsewhere = [running('foo-0', 'other'), running('foo-0', 'third')];
const context = stepContext(fakeCluster({ objects: [...serviceWithPods(2), ...elsewhere] }));
const reply = (body: string): HttpReply => ({
  request: 0,
  outcome: 'answered',
  exit: 0,
  status: 200,
  headers: {},
  body,
  cut: false,
  error: '',
});
const seen = { expected: 'foo answers', actual: 'it does not' };
const link = { message: 'No Ingress has a rule for Service foo.', hint: 'Add one.' };
const judge = async (body: string, broken?: typeof link) => {
  const { outcome, reason } = await judgeUnidentified(context, { reply: reply(body), answer: 'x', link: broken }, seen);
  return [outcome, reason?.code, reason?.message];
};

describe('judgeUnidentified', () => {
  it('fails for an answer of another pod', async () =>
    assert.deepEqual(await judge("You've hit kubia-1"), ['failed', 'pod-unexpected', 'x. It is from pod kubia-1.']));

  it('fails for an answer of a pod in another namespace, whose Ingress has the same host', async () =>
    assert.deepEqual(await judge("You've hit foo-0"), [
      'failed',
      'pod-unexpected',
      'x. It is from pod foo-0 of namespace other.',
    ]));

  it('fails for an answer that cannot be from the expected pods', async () =>
    assert.deepEqual(await judge('hello', link), ['failed', 'pod-unexpected', `x. ${link.message}`]));

  it('is an error for an answer that may be from the expected pods', async () =>
    assert.deepEqual(await judge('hello'), ['error', 'pod-unidentified', 'x. It contains the name of no pod.']));
});
