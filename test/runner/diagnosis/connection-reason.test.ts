import assert from 'node:assert/strict';
import { connectionReason } from '../../../runner/diagnosis/connection-reason.ts';
import type { HttpOutcome } from '../../../runner/probe/http/outcome.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { podObject, serviceObject, serviceWithPods, sliceObject } from '../../support/service-objects.ts';
import { stepContext } from '../../support/step-context.ts';

const reasonFor = (objects: ReturnType<typeof serviceWithPods>, outcome: HttpOutcome, url = 'http://kubia') =>
  connectionReason(stepContext(fakeCluster({ objects })), { outcome, error: 'curl: (7) no' }, { url });

describe('connectionReason', () => {
  it('names the first broken link of the Service', async () => {
    const reason = await reasonFor([serviceObject(), podObject('x', { app: 'other' })], 'refused');
    assert.equal(reason?.code, 'no-endpoints');
    assert.equal(
      reason?.message,
      'http://kubia: the connection was refused. No pod matches the selector app=kubia of Service kubia.',
    );
  });

  it("reports the network's error when only the ports look wrong", async () => {
    const slice = sliceObject([{ addresses: ['10.244.0.1'], targetRef: { kind: 'Pod', name: 'kubia-1' } }], {
      ports: [{ port: 81 }],
    });
    const reason = await reasonFor([serviceObject(), slice, podObject('kubia-1')], 'dropped');
    assert.equal(reason?.code, 'dropped');
    assert.match(reason?.message ?? '', /The targetPort of Service kubia is 81, but the pods declare 8080\./);
  });

  it('names the port that the Service does not have', async () => {
    const reason = await reasonFor(serviceWithPods(1), 'dropped', 'http://kubia:81/');
    assert.equal(reason?.code, 'dropped');
    assert.match(reason?.message ?? '', /Service kubia has no port 81; it has 80\/TCP\./);
  });

  it('suggests the Service behind a misspelt name that does not resolve', async () => {
    const reason = await reasonFor(serviceWithPods(1), 'unresolvable', 'http://kubai/');
    assert.equal(reason?.code, 'not-found');
    assert.match(reason?.message ?? '', /did you mean kubia/);
  });

  it('does not take a foreign host for a Service', async () => {
    const reason = await reasonFor(serviceWithPods(1), 'unresolvable', 'http://example.org/');
    assert.equal(reason?.code, 'unresolvable');
    assert.match(reason?.message ?? '', /curl: \(7\) no/);
  });

  for (const [outcome, code] of [
    ['refused', 'refused'],
    ['dropped', 'dropped'],
    ['tls', 'tls-failed'],
    ['hung', 'no-answer'],
    ['reset', 'reset'],
    ['empty', 'reset'],
    ['garbled', 'body-mismatch'],
  ] as const)
    it(`reports ${outcome} of a sound Service as ${code}`, async () =>
      assert.equal((await reasonFor(serviceWithPods(1), outcome))?.code, code));

  it('reports nothing for an answer or for a fault of curl', async () => {
    assert.equal(await reasonFor([], 'answered'), undefined);
    assert.equal(await reasonFor([], 'other'), undefined);
  });
});
