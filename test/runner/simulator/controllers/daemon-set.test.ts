import assert from 'node:assert/strict';
import { DaemonSetController } from '../../../../runner/simulator/controllers/daemon-set.ts';
import { makeCluster, settle, taintControlPlane } from '../cluster.ts';

describe('DaemonSet', () => {
  const start = async (spec: object) => {
    const cluster = makeCluster((context) => [new DaemonSetController(context)]);
    taintControlPlane(cluster.store);
    const template = {
      metadata: { labels: { app: 'd' } },
      spec: { containers: [{ name: 'main', image: 'x' }], ...spec },
    };
    cluster.create('DaemonSet', {
      metadata: { name: 'd' },
      spec: { selector: { matchLabels: { app: 'd' } }, template } as never,
    });
    await settle();
    return {
      ...cluster,
      nodes: () =>
        cluster.store
          .list('Pod', 'default')
          .map(({ spec: { nodeName } }) => nodeName)
          .toSorted(),
    };
  };

  it('puts a pod on each worker, and a new one where one goes', async () => {
    const { nodes, store } = await start({});
    assert.deepEqual(nodes(), ['test-worker', 'test-worker2']);
    const [first] = store.list('Pod', 'default');
    store.remove('Pod', 'default', first?.metadata.name ?? '');
    await settle();
    assert.deepEqual(nodes(), ['test-worker', 'test-worker2']);
    assert.equal(store.get('DaemonSet', 'default', 'd')?.status['desiredNumberScheduled'], 2);
  });

  it('tolerates the control plane, or picks nodes by label', async () => {
    assert.equal((await start({ tolerations: [{ operator: 'Exists' }] })).nodes().length, 3);
    assert.deepEqual((await start({ nodeSelector: { 'kubernetes.io/hostname': 'test-worker' } })).nodes(), [
      'test-worker',
    ]);
  });
});
