import assert from 'node:assert/strict';
import { DeploymentController } from '../../../../runner/simulator/controllers/deployment.ts';
import { ReplicaController } from '../../../../runner/simulator/controllers/replica-set.ts';
import type { Condition } from '../../../../runner/simulator/objects/metadata.ts';
import { makeCluster, report, settle } from '../cluster.ts';

const template = (image: string) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'main', image }] },
});

describe('Deployment', () => {
  const start = async (strategy?: object) => {
    const cluster = makeCluster((context) => [
      new DeploymentController(context),
      new ReplicaController(context, 'ReplicaSet'),
    ]);
    const spec = {
      replicas: 4,
      selector: { matchLabels: { app: 'web' } },
      template: template('a:1'),
      ...(strategy && { strategy }),
    };
    cluster.create('Deployment', { metadata: { name: 'web' }, spec: spec as never });
    await settle();
    const sets = () => cluster.store.list('ReplicaSet', 'default');
    const pods = () => cluster.store.list('Pod', 'default');
    let last = 1;
    const makeReady = async (): Promise<void> => {
      for (const { metadata, status } of pods())
        if (status.phase === 'Pending') {
          last += 1;
          report(cluster.context, metadata.name, { ip: `10.244.1.${last}`, ready: true });
        }
      await settle();
    };
    const setImage = async (image: string): Promise<void> => {
      cluster.update('Deployment', 'web', (old) => ({
        ...old,
        spec: { ...(old['spec'] as object), template: template(image) },
      }));
      await settle();
    };
    const status = () => cluster.store.get('Deployment', 'default', 'web')?.status ?? {};
    return { ...cluster, sets, pods, makeReady, setImage, status };
  };

  it('makes a ReplicaSet and becomes available', async () => {
    const { sets, pods, makeReady, status } = await start();
    assert.equal(sets().length, 1);
    assert.equal(pods().length, 4);
    await makeReady();
    assert.equal(status()['availableReplicas'], 4);
    const conditions = status()['conditions'] as Condition[];
    assert.deepEqual(
      conditions.map((each) => `${each.type} ${each.status} ${each.reason}`),
      ['Available True MinimumReplicasAvailable', 'Progressing True NewReplicaSetAvailable'],
    );
  });

  it('tells its ReplicaSet why it was changed', async () => {
    const { sets, update } = await start();
    const cause = { 'kubernetes.io/change-cause': 'because' };
    update('Deployment', 'web', (old) => ({
      ...old,
      metadata: { ...old.metadata, annotations: { ...old.metadata.annotations, ...cause } },
    }));
    await settle();
    assert.equal(sets()[0]?.metadata.annotations?.['kubernetes.io/change-cause'], 'because');
    assert.equal(sets()[0]?.metadata.annotations?.['deployment.kubernetes.io/revision'], '1');
  });

  it('rolls within its bounds and can go back', async () => {
    const { sets, makeReady, setImage, store } = await start();
    await makeReady();
    await setImage('a:2');
    const ready = (): number => sets().reduce((sum, { status }) => sum + (status.availableReplicas ?? 0), 0);
    const total = (): number => sets().reduce((sum, { spec }) => sum + spec.replicas, 0);
    for (let round = 0; round < 8; round += 1) {
      assert.ok(ready() >= 3 && total() <= 5, `${ready()} ready, ${total()} in all`);
      await makeReady();
    }
    assert.deepEqual(
      sets()
        .map(({ spec }) => spec.replicas)
        .toSorted(),
      [0, 4],
    );
    await setImage('a:1');
    for (let round = 0; round < 8; round += 1) await makeReady();
    assert.equal(sets().length, 2);
    assert.equal(
      store.get('Deployment', 'default', 'web')?.metadata.annotations?.['deployment.kubernetes.io/revision'],
      '3',
    );
  });

  it('Recreate has no two versions at a time', async () => {
    const { sets, makeReady, setImage, pods } = await start({ type: 'Recreate' });
    await makeReady();
    await setImage('b:1');
    assert.deepEqual(
      sets()
        .map(({ spec }) => spec.replicas)
        .toSorted(),
      [0, 4],
    );
    assert.ok(pods().every(({ spec }) => spec.containers[0]?.image === 'b:1'));
  });

  it('says when it does not get on', async () => {
    const { clock, status, running } = await start();
    await clock.advance(601_000);
    const conditions = status()['conditions'] as Condition[];
    assert.ok(conditions.some(({ reason }) => reason === 'ProgressDeadlineExceeded'));
    running.stop();
  });
});
