import assert from 'node:assert/strict';
import { JobController } from '../../../../runner/simulator/controllers/job.ts';
import { makeCluster, settle } from '../cluster.ts';

describe('Job', () => {
  const start = async (more: object = {}) => {
    const cluster = makeCluster((context) => [new JobController(context)]);
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'x' }] } };
    cluster.create('Job', { metadata: { name: 'j' }, spec: { template, ...more } as never });
    await settle();
    const end = async (phase: string): Promise<void> => {
      for (const pod of cluster.store.list('Pod', 'default'))
        if (pod.status.phase === 'Pending') cluster.context.setStatus(pod, { phase });
      await settle();
    };
    const status = () => cluster.store.get('Job', 'default', 'j')?.status;
    const types = () => (status()?.conditions ?? []).map(({ type }) => type);
    return { ...cluster, end, status, types };
  };

  it('is complete when its pod has succeeded', async () => {
    const { end, status, types, store } = await start();
    const [pod] = store.list('Pod', 'default');
    assert.equal(pod?.metadata.labels?.['job-name'], 'j');
    await end('Succeeded');
    assert.deepEqual(types(), ['SuccessCriteriaMet', 'Complete']);
    assert.equal(status()?.succeeded, 1);
  });

  it('tries again, then gives up', async () => {
    const { end, types, store } = await start({ backoffLimit: 1 });
    await end('Failed');
    assert.equal(store.list('Pod', 'default').length, 2);
    await end('Failed');
    assert.deepEqual(types(), ['FailureTarget', 'Failed']);
  });

  it('waits longer after each failure', async () => {
    const { store, context, clock } = await start({ backoffLimit: 6 });
    const fail = async (): Promise<void> => {
      const finishedAt = clock.date().toISOString();
      const status = { name: 'main', state: { terminated: { exitCode: 3, finishedAt } } };
      for (const pod of store.list('Pod', 'default'))
        if (pod.status.phase === 'Pending')
          context.setStatus(pod, { phase: 'Failed', containerStatuses: [status as never] });
      await settle();
    };
    const countAfter = async (milliseconds: number): Promise<number> => {
      clock.advance(milliseconds);
      await settle();
      return store.list('Pod', 'default').length;
    };
    await fail();
    assert.deepEqual([await countAfter(9_000), await countAfter(2_000)], [1, 2]);
    await fail();
    assert.deepEqual([await countAfter(18_000), await countAfter(3_000)], [2, 3]);
  });

  it('runs side by side up to its completions', async () => {
    const { store } = await start({ parallelism: 5, completions: 2 });
    assert.equal(store.list('Pod', 'default').length, 2);
  });
});
