import assert from 'node:assert/strict';
import { ReplicaController } from '../../../../runner/simulator/controllers/replica-set.ts';
import { controllerOf } from '../../../../runner/simulator/objects/metadata.ts';
import { makeCluster, podOf, report, settle } from '../cluster.ts';

const template = { metadata: { labels: { app: 'kubia' } }, spec: { containers: [{ name: 'main', image: 'x' }] } };
const controller = { metadata: { name: 'kubia' }, spec: { replicas: 3, selector: { app: 'kubia' }, template } };

describe('ReplicationController', () => {
  const start = async () => {
    const cluster = makeCluster((context) => [new ReplicaController(context, 'ReplicationController')]);
    cluster.create('ReplicationController', controller);
    await settle();
    return { ...cluster, pods: () => cluster.store.list('Pod', 'default') };
  };

  it('makes pods and replaces those that go', async () => {
    const { pods, store, context } = await start();
    assert.equal(pods().length, 3);
    const [first] = pods();
    assert.ok(first);
    store.remove('Pod', 'default', first.metadata.name);
    await settle();
    assert.equal(pods().length, 3);
    report(context, pods()[0]?.metadata.name ?? '', { ip: '10.244.1.2', ready: true });
    await settle();
    assert.equal(store.get('ReplicationController', 'default', 'kubia')?.status.readyReplicas, 1);
  });

  it('a pod that loses its label is let go and replaced', async () => {
    const { pods, update } = await start();
    const name = pods()[0]?.metadata.name ?? '';
    update('Pod', name, (pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { app: 'other' } } }));
    await settle();
    assert.equal(pods().length, 4);
    const freed = pods().find(({ metadata }) => metadata.name === name);
    assert.equal(freed && controllerOf(freed), undefined);
  });

  it('adopts a pod that fits, and scales down', async () => {
    const { pods, create, update, store } = await start();
    create('Pod', podOf('lonely', { app: 'kubia' }));
    await settle();
    assert.equal(pods().length, 3);
    update('ReplicationController', 'kubia', (owner) => ({
      ...owner,
      spec: { ...(owner['spec'] as object), replicas: 0 },
    }));
    await settle();
    assert.equal(pods().length, 0);
    assert.equal(store.get('ReplicationController', 'default', 'kubia')?.status.replicas, 0);
    assert.ok(store.list('Event', 'default').some((event) => event['reason'] === 'SuccessfulDelete'));
  });
});
