import assert from 'node:assert/strict';
import {
  affinityHint,
  budgetOfLook,
  equalsProveNothing,
  locate,
  troubleFinding,
} from '../../../../../runner/steps/connect/support/sampling.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { verdictOf } from '../../../../support/look.ts';
import { serviceObject, serviceWithPods } from '../../../../support/service-objects.ts';
import { stepContext } from '../../../../support/step-context.ts';

const target = { url: 'http://10.96.0.10/', service: 'kubia', namespace: 'demo' };
const pod = { name: 'kubia-1', hostname: 'kubia-1', address: '10.244.0.1', ports: [8080], draining: false };

describe('budgetOfLook', () =>
  it('halves with each look of a step, so that the sum stays below twice the first budget', () => {
    const context = stepContext(fakeCluster());
    const budgets = Array.from({ length: 40 }, () => budgetOfLook(context));
    assert.deepEqual(budgets.slice(0, 3), [1e-9, 5e-10, 2.5e-10]);
    assert.ok(budgets.reduce((sum, each) => sum + each, 0) < 2e-9);
  }));

describe('locate', () =>
  it('returns the vantage point, the target and its endpoints', async () => {
    const context = stepContext(fakeCluster({ objects: serviceWithPods(2) }));
    const { vantage, target: found, before } = await locate({ service: 'kubia', from: 'pod/client' }, context);
    assert.deepEqual(vantage, { place: 'pod', namespace: 'demo', pod: 'client' });
    assert.equal(found.url, 'http://10.96.0.10:80/');
    assert.deepEqual(
      before.ready.map(({ name }) => name),
      ['kubia-1', 'kubia-2'],
    );
  }));

describe('affinityHint', () =>
  it('exists only if the Service has session affinity', () => {
    assert.equal(affinityHint(serviceObject()), undefined);
    assert.match(affinityHint(serviceObject({ spec: { sessionAffinity: 'ClientIP' } })) ?? '', /ClientIP/);
  }));

describe('equalsProveNothing', () => {
  const find = (ready: (typeof pod)[]) =>
    equalsProveNothing(
      stepContext(fakeCluster({ objects: [serviceObject()] })),
      target,
      { service: serviceObject(), ready, notReady: [] },
      { expected: 'it sticks' },
    );
  it('fails for one pod', async () => assert.equal(verdictOf(await find([pod])), 'failed too-few-pods'));
  it('names the broken link for no pod', async () => assert.equal(verdictOf(await find([])), 'failed no-endpoints'));
});

describe('troubleFinding', () => {
  const seen = { expected: 'a', actual: 'b' };
  const reason = { code: 'refused', message: 'no' } as const;
  it('fails for a fault of the subject, and is an error for a fault of the prober', () => {
    assert.equal(verdictOf(troubleFinding({ subject: true, reason }, seen)), 'failed refused');
    assert.equal(verdictOf(troubleFinding({ subject: false, reason }, seen)), 'error refused');
  });
});
