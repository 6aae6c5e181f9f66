import assert from 'node:assert/strict';
import {
  curlFailed,
  endpointsMoved,
  noReadyPod,
  tooFewRequests,
} from '../../../../../runner/steps/connect/support/request-findings.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { verdictOf } from '../../../../support/look.ts';
import { podObject, serviceObject, serviceWithPods } from '../../../../support/service-objects.ts';
import { stepContext } from '../../../../support/step-context.ts';

const seen = { expected: 'it answers', actual: 'nothing' };
const target = { service: 'kubia', namespace: 'demo' };

describe('findings about requests', () => {
  it('are errors, because they prove nothing about the subject', () => {
    assert.equal(verdictOf(tooFewRequests(2, 3, seen)), 'error time-ran-out');
    assert.equal(verdictOf(curlFailed('no such option', seen)), 'error exec-failed');
    assert.equal(verdictOf(endpointsMoved('kubia', seen)), 'error endpoints-moved');
  });

  it('have the values in their messages', () => {
    assert.equal(tooFewRequests(2, 3, seen).reason?.message, 'Only 2 of 3 requests were made in time.');
    assert.equal(
      endpointsMoved('kubia', seen).reason?.message,
      'The endpoints of Service kubia changed while the requests were made.',
    );
  });
});

describe('noReadyPod', () => {
  const findFor = (objects: ReturnType<typeof serviceWithPods>) =>
    noReadyPod(stepContext(fakeCluster({ objects })), target, { expected: 'it answers' });

  it('names the first broken link', async () => {
    const finding = await findFor([serviceObject(), podObject('x', { app: 'other' })]);
    assert.equal(verdictOf(finding), 'failed no-endpoints');
    assert.match(finding.reason?.message ?? '', /^No pod matches the selector app=kubia of Service kubia\./);
  });

  it('fails even if the objects have no fault', async () => {
    const finding = await findFor(serviceWithPods(1));
    assert.equal(verdictOf(finding), 'failed no-endpoints');
    assert.equal(finding.reason?.message, 'Service kubia has no ready pod.');
  });
});
