import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { disruptionController } from '../../../../runner/simulator/controllers/disruption.ts';
import { makeCluster, podOf, report, settle } from '../cluster.ts';
import { selector, template } from '../workloads.ts';

const cluster = async (spec: JsonObject, pods: readonly (readonly [name: string, isReady: boolean])[]) => {
  const made = makeCluster((context) => [disruptionController(context)]);
  const set = made.create('ReplicaSet', { metadata: { name: 'r' }, spec: { replicas: 3, selector, template } });
  const ownerReferences = [
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: set.metadata.uid, controller: true },
  ];
  for (const [name, isReady] of pods) {
    const pod = podOf(name, { app: 'web' });
    made.create('Pod', { ...pod, metadata: { ...(pod['metadata'] as JsonObject), ownerReferences } });
    report(made.context, name, { ip: '10.244.1.2', ready: isReady });
  }
  made.create('PodDisruptionBudget', { metadata: { name: 'b' }, spec: { selector, ...spec } });
  await settle();
  const budget = () => {
    const found = made.store.get('PodDisruptionBudget', 'default', 'b');
    assert.ok(found);
    return found;
  };
  const counts = (): number[] => {
    const { expectedPods, desiredHealthy, currentHealthy, disruptionsAllowed } = budget().status;
    return [expectedPods, desiredHealthy, currentHealthy, disruptionsAllowed];
  };
  return { ...made, budget, counts };
};

const three = [
  ['a', true],
  ['b', true],
  ['c', true],
] as const;

describe('disruption controller', () => {
  for (const [spec, pods, expected] of [
    [{ minAvailable: 2 }, three, [3, 2, 3, 1]],
    [{ minAvailable: 3 }, three, [3, 3, 3, 0]],
    [{ minAvailable: '50%' }, three, [3, 2, 3, 1]],
    [{ maxUnavailable: 1 }, three, [3, 2, 3, 1]],
    [{ maxUnavailable: '34%' }, three, [3, 1, 3, 2]],
    // The ReplicaSet wants three.
    [{ maxUnavailable: 1 }, [['a', true]], [3, 2, 1, 0]],
    [{ minAvailable: 1 }, [['a', false]], [1, 1, 0, 0]],
    [{}, three, [0, 0, 3, 0]],
  ] as const)
    it(`${JSON.stringify(spec)} of ${pods.length} pods`, async () => {
      const { counts, budget } = await cluster(spec, pods);
      assert.deepEqual(counts(), expected);
      assert.equal(budget().status.observedGeneration, 1);
    });

  it('follows the pods', async () => {
    const { counts, context } = await cluster({ minAvailable: 2 }, three);
    report(context, 'a', { ip: '10.244.1.2', ready: false });
    await settle();
    assert.deepEqual(counts(), [3, 2, 2, 0]);
  });

  it('an eviction counts for two minutes, or until the pod is gone', async () => {
    const { counts, budget, store, clock } = await cluster({ minAvailable: 1 }, three);
    const { status } = budget();
    const disruptedPods = { a: new Date(clock.date()).toISOString(), gone: new Date(clock.date()).toISOString() };
    store.put({ ...budget(), status: { ...status, disruptedPods } });
    await settle();
    assert.deepEqual(counts(), [3, 1, 2, 1]);
    assert.deepEqual(Object.keys(budget().status.disruptedPods ?? {}), ['a']);
    await clock.advance(121_000);
    await settle();
    assert.deepEqual(counts(), [3, 1, 3, 2]);
    assert.equal(budget().status.disruptedPods, undefined);
  });

  it('allows nothing for pods whose number nobody decides', async () => {
    const made = await cluster({ maxUnavailable: 1 }, []);
    const owner = { apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid: '1', controller: true };
    made.create('Pod', { ...podOf('p'), metadata: { name: 'p', labels: { app: 'web' }, ownerReferences: [owner] } });
    await settle();
    const [condition] = made.budget().status.conditions ?? [];
    assert.deepEqual([condition?.reason, condition?.message], ['SyncFailed', 'found no controllers for pod "p"']);
    assert.equal(made.counts().at(-1), 0);
  });
});
