import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import { manualClock } from '../../../runner/core/clock.ts';
import { isReadyPod, probePodName, startProbePod } from '../../../runner/engine/probe-pod.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';

const reference = { apiVersion: 'v1', kind: 'Pod', name: probePodName, namespace: 'test' };
const never = new AbortController().signal;

describe('probe-pod', () => {
  it('waits until the pod is ready', async () => {
    const cluster = fakeCluster();
    const clock = manualClock();
    let done = false;
    const starting = startProbePod(cluster, 'test', clock, never).then(() => {
      done = true;
    });
    await clock.advance(1_000);
    assert.equal(done, false);
    const conditions = [{ type: 'Ready', status: 'True' }];
    await cluster.api.patch(reference, 'merge', { status: { phase: 'Running', conditions } });
    await clock.advance(1_000);
    await starting;
    assert.equal(done, true);
  });

  it('is an error with the status of the pod if the pod does not become ready', async () => {
    const clock = manualClock();
    const starting = startProbePod(fakeCluster(), 'test', clock, never);
    const rejected = assert.rejects(starting, (cause: { reason: { code: string; hint: string } }) => {
      assert.equal(cause.reason.code, 'exec-failed');
      assert.match(cause.reason.hint, /probe:1/);
      return true;
    });
    await clock.advance(120_000);
    await rejected;
  });

  it('asks for no rights, no token and no service variables', async () => {
    const cluster = fakeCluster();
    const clock = manualClock();
    const starting = startProbePod(cluster, 'test', clock, never).catch(() => undefined);
    await clock.advance(100);
    const spec = cluster.api.objects.get(`Pod/test/${probePodName}`)?.['spec'] as Record<string, unknown>;
    assert.deepEqual([spec['automountServiceAccountToken'], spec['enableServiceLinks']], [false, false]);
    await clock.advance(120_000);
    await starting;
  });

  for (const [name, pod, ready] of [
    ['running and ready', { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }, true],
    ['running and not ready', { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] }, false],
    ['pending', { phase: 'Pending' }, false],
    ['succeeded', { phase: 'Succeeded', conditions: [{ type: 'Ready', status: 'True' }] }, false],
  ] as const) {
    it(`a pod that is ${name} ${ready ? 'counts' : 'does not count'}`, () => {
      const object = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'a' },
        status: pod,
      } as unknown as KubernetesObject;
      assert.equal(isReadyPod(object), ready);
    });
  }
});
