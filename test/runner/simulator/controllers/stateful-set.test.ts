import assert from 'node:assert/strict';
import { StatefulSetController } from '../../../../runner/simulator/controllers/stateful-set.ts';
import { makeCluster, report, settle } from '../cluster.ts';

describe('StatefulSet', () => {
  const start = async (more: object = {}) => {
    const cluster = makeCluster((context) => [new StatefulSetController(context)]);
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'x' }] } };
    const spec = { replicas: 3, serviceName: 'web', selector: { matchLabels: { app: 'web' } }, template, ...more };
    cluster.create('StatefulSet', { metadata: { name: 'web' }, spec: spec as never });
    await settle();
    const names = () =>
      cluster.store
        .list('Pod', 'default')
        .map(({ metadata }) => metadata.name)
        .toSorted();
    return { ...cluster, names };
  };

  it('makes one pod after the other, with names that stay', async () => {
    const { names, context, store } = await start();
    assert.deepEqual(names(), ['web-0']);
    report(context, 'web-0', { ip: '10.244.1.2', ready: true });
    await settle();
    assert.deepEqual(names(), ['web-0', 'web-1']);
    const pod = store.get('Pod', 'default', 'web-1');
    assert.equal(pod?.spec.hostname, 'web-1');
    assert.equal(pod?.spec.subdomain, 'web');
    assert.equal(pod?.metadata.labels?.['statefulset.kubernetes.io/pod-name'], 'web-1');
  });

  it('Parallel makes all at once; scaling down takes the highest', async () => {
    const { names, update } = await start({ podManagementPolicy: 'Parallel' });
    assert.deepEqual(names(), ['web-0', 'web-1', 'web-2']);
    update('StatefulSet', 'web', (old) => ({ ...old, spec: { ...(old['spec'] as object), replicas: 1 } }));
    await settle();
    assert.deepEqual(names(), ['web-0']);
  });
});
