import assert from 'node:assert/strict';
import { explainPod } from '../../../runner/probe/explain-pod.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { podObject } from '../../support/service-objects.ts';
import { stepContext } from '../../support/step-context.ts';

const explain = (pod: ReturnType<typeof podObject>) => explainPod(stepContext(fakeCluster({ objects: [pod] })), pod);
const withStatus = (status: Parameters<typeof podObject>[1]) => podObject('web', { ready: false, ...status });

describe('explainPod', () => {
  it('says nothing of a ready pod', async () => assert.equal(await explain(podObject('web')), ''));

  it('a container that crashes', async () => {
    const containerStatuses = [{ name: 'app', state: { waiting: { reason: 'CrashLoopBackOff' } } }];
    assert.equal(
      await explain(withStatus({ status: { containerStatuses } })),
      'Pod web: container app is waiting, CrashLoopBackOff.',
    );
  });

  it('a container that ended', async () => {
    const containerStatuses = [{ name: 'app', state: { terminated: { reason: 'Error' } } }];
    assert.equal(await explain(withStatus({ status: { containerStatuses } })), 'Pod web: container app ended, Error.');
  });

  it('a condition with a message', async () => {
    const conditions = [{ type: 'Ready', status: 'False', message: 'containers with unready status: [app]' }];
    assert.equal(
      await explain(withStatus({ status: { conditions } })),
      'Pod web: containers with unready status: [app].',
    );
  });

  it('a pod on its way out', async () => {
    const pod = podObject('web');
    assert.equal(
      await explain({ ...pod, metadata: { ...pod.metadata, deletionTimestamp: 'now' } }),
      'Pod web is being deleted.',
    );
  });

  it('a pod without any word', async () =>
    assert.equal(await explain(withStatus({ status: { phase: 'Pending', conditions: [] } })), 'Pod web is Pending.'));

  it('keeps hostile messages short and visible', async () => {
    const state = { waiting: { reason: 'ErrImagePull', message: `\u001b[31m${'x'.repeat(5_000)}` } };
    const text = await explain(withStatus({ status: { containerStatuses: [{ name: 'app', state }] } }));
    assert.ok(text.length < 400 && !text.includes('\u001b'));
  });
});
