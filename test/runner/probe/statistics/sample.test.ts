import assert from 'node:assert/strict';
import { readBackends } from '../../../../runner/probe/identity/backends.ts';
import { isSpoilt, type Sample, seenNames, takeSample } from '../../../../runner/probe/statistics/sample.ts';
import { answerOf, type FakeProgram, fakeBatch, inTurn, noAnswer } from '../../../support/fake-batch.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { serviceWithPods } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const target = { url: 'http://10.96.0.10/', service: 'kubia', namespace: 'demo', port: 80 };

const take = async (program: FakeProgram, batches: number[], decided: (sample: Sample) => boolean = () => false) => {
  const context = stepContext(fakeCluster({ objects: serviceWithPods(2), exec: fakeBatch(program) }));
  const { ready } = await readBackends(context, target);
  return takeSample(context, { vantage: { place: 'outside' }, target, backends: ready, batches, decided });
};

describe('takeSample', () => {
  it('counts the pods that answered', async () => {
    const sample = await take(inTurn(2), [3, 2]);
    assert.deepEqual(
      [...sample.counts],
      [
        ['kubia-1', 3],
        ['kubia-2', 2],
      ],
    );
    assert.deepEqual([sample.asked, sample.replies.length, sample.moved], [5, 5, false]);
    assert.deepEqual(seenNames(sample), ['kubia-1', 'kubia-2']);
    assert.equal(isSpoilt(sample), false);
  });

  it('stops when the result is decided', async () =>
    assert.equal((await take(inTurn(2), [3, 2], () => true)).asked, 3));
  it('leaves out empty batches', async () => assert.equal((await take(inTurn(2), [0, 2, -8])).asked, 2));

  it('stops when further requests cannot change the result', async () => {
    const failing = await take((argv) => noAnswer(argv, 7), [3, 2]);
    assert.deepEqual([failing.asked, failing.failures.length, isSpoilt(failing)], [3, 3, true]);
    const strange = await take((argv) => answerOf(argv, 'who?'), [3, 2]);
    assert.deepEqual([strange.asked, strange.strangers.length, isSpoilt(strange)], [3, 3, true]);
  });
});
