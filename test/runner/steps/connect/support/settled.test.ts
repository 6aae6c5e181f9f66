import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../../runner/cluster/cluster.ts';
import { manualClock } from '../../../../../runner/core/clock.ts';
import { waitUntilSettled } from '../../../../../runner/steps/connect/support/settled.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { podEndpoint, podObject, serviceWithPods, sliceObject } from '../../../../support/service-objects.ts';
import { stepContext } from '../../../../support/step-context.ts';

/**
 * The seconds that it took, to one decimal, and whether it settled within 20 s. Each change of `changes` happens at its
 * time.
 */
const settle = async (objects: KubernetesObject[], changes: Record<number, KubernetesObject> = {}) => {
  const clock = manualClock();
  const cluster = fakeCluster({ objects });
  const context = { ...stepContext(cluster), clock };
  let result: { settled: boolean; seconds: number } | undefined;
  const waiting = waitUntilSettled(context, { service: 'kubia', namespace: 'demo' }, 20_000).then((settled) => {
    result = { settled, seconds: clock.now() / 1_000 };
  });
  while (!result && clock.now() < 30_000) {
    const change = changes[clock.now()];
    if (change) await cluster.api.apply(change);
    await clock.advance(100);
  }
  await waiting;
  return result;
};
const leaving = (name: string): KubernetesObject => {
  const pod = podObject(name, { ip: '10.244.0.1' });
  return { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2024-01-01T00:00:00Z' } };
};

describe('waitUntilSettled', () => {
  it('waits two seconds without a change', async () =>
    assert.deepEqual(await settle(serviceWithPods(2)), { settled: true, seconds: 2 }));
  it('starts again when endpoints change', async () => {
    const change = sliceObject([podEndpoint('kubia-1', '10.244.0.1')]);
    assert.deepEqual(await settle(serviceWithPods(2), { 1500: change }), { settled: true, seconds: 3.6 });
  });
  it('waits longer for a pod that may become ready', async () => {
    const objects = [...serviceWithPods(2), podObject('kubia-3', { ready: false, ip: '' })];
    assert.deepEqual(await settle(objects), { settled: true, seconds: 5 });
  });
  it('waits for a pod that is being deleted', async () => {
    const [service, slice, ...pods] = serviceWithPods(2) as [KubernetesObject, KubernetesObject, ...KubernetesObject[]];
    const result = await settle([service, slice, leaving('kubia-1'), ...pods.slice(1)]);
    assert.deepEqual(result?.settled, false);
  });
  it('returns when the Service is deleted', async () =>
    assert.deepEqual(await settle([]), { settled: true, seconds: 2 }));
});
