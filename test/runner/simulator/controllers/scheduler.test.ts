import assert from 'node:assert/strict';
import { Scheduler } from '../../../../runner/simulator/controllers/scheduler.ts';
import { makeCluster, podOf, settle, taintControlPlane } from '../cluster.ts';

describe('scheduler', () => {
  const start = () => {
    const cluster = makeCluster((context) => [new Scheduler(context)]);
    taintControlPlane(cluster.store);
    const place = async (name: string, spec: object = {}, labels: Record<string, string> = {}) => {
      cluster.create('Pod', podOf(name, labels, spec as never));
      await settle();
      return cluster.store.get('Pod', 'default', name);
    };
    return { ...cluster, place };
  };

  it('spreads over the nodes that it may', async () => {
    const { place } = start();
    const nodes = [await place('a'), await place('b')].map((pod) => pod?.spec.nodeName);
    assert.deepEqual(nodes.toSorted(), ['test-worker', 'test-worker2']);
  });

  it('goes where selector, affinity and tolerations lead', async () => {
    const { place } = start();
    assert.equal(
      (await place('a', { nodeSelector: { 'kubernetes.io/hostname': 'test-worker2' } }))?.spec.nodeName,
      'test-worker2',
    );
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['test-control-plane'] }] },
        ],
      },
    };
    const pod = await place('b', { affinity: { nodeAffinity }, tolerations: [{ operator: 'Exists' }] });
    assert.equal(pod?.spec.nodeName, 'test-control-plane');
  });

  it('keeps pods apart that want it', async () => {
    const { place } = start();
    const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'x' } } };
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
    const placed = [];
    for (const name of ['a', 'b', 'c']) placed.push((await place(name, { affinity }, { app: 'x' }))?.spec.nodeName);
    assert.equal(placed.filter(Boolean).length, 2);
  });

  it('says why a pod has no place, and finds one when there is', async () => {
    const { place, store, update } = start();
    const pod = await place('a', { nodeSelector: { disk: 'ssd' } });
    assert.equal(pod?.spec.nodeName, undefined);
    const condition = pod?.status.conditions?.find(({ type }) => type === 'PodScheduled');
    assert.match(
      condition?.message ?? '',
      /^0\/3 nodes are available: 3 node\(s\) didn't match Pod's node affinity\/selector\./,
    );
    assert.ok(store.list('Event', 'default').some((event) => event['reason'] === 'FailedScheduling'));
    const node = store.get('Node', undefined, 'test-worker');
    assert.ok(node && update);
    store.put({ ...node, metadata: { ...node.metadata, labels: { ...node.metadata.labels, disk: 'ssd' } } });
    await settle();
    assert.equal(store.get('Pod', 'default', 'a')?.spec.nodeName, 'test-worker');
  });
});
