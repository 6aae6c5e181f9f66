import assert from 'node:assert/strict';
import { sampleTrouble } from '../../../runner/diagnosis/sample-trouble.ts';
import type { HttpReply } from '../../../runner/probe/http/reply.ts';
import type { Sample } from '../../../runner/probe/statistics/sample.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { serviceWithPods } from '../../support/service-objects.ts';
import { stepContext } from '../../support/step-context.ts';

const target = { url: 'http://10.96.0.10/', service: 'kubia', namespace: 'demo' };
const reply: HttpReply = {
  request: 0,
  outcome: 'answered',
  exit: 0,
  status: 200,
  headers: {},
  body: 'who',
  cut: false,
  error: '',
};
const sound: Sample = { replies: [reply], counts: new Map(), failures: [], strangers: [], asked: 1, moved: false };
const trouble = (more: Partial<Sample>) =>
  sampleTrouble(stepContext(fakeCluster({ objects: serviceWithPods(2) })), { ...sound, ...more }, target);

describe('sampleTrouble', () => {
  it('finds no trouble in answered requests', async () => assert.equal(await trouble({}), undefined));

  for (const [title, more, subject, code] of [
    ['reports endpoints that moved', { moved: true, failures: [reply] }, false, 'endpoints-moved'],
    ['reports a request without an answer', { failures: [{ ...reply, outcome: 'refused' }] }, true, 'refused'],
    ['reports a fault of curl', { failures: [{ ...reply, outcome: 'other' }] }, false, 'exec-failed'],
    ['reports an answer of another pod', { strangers: [{ reply, pod: 'x' }] }, true, 'pod-unexpected'],
    ['reports an answer without a known pod', { strangers: [{ reply }] }, false, 'pod-unidentified'],
    ['reports that no request was made', { replies: [] }, false, 'time-ran-out'],
  ] as [string, Partial<Sample>, boolean, string][])
    it(title, async () => {
      const found = await trouble(more);
      assert.deepEqual([found?.subject, found?.reason.code], [subject, code]);
    });
});
