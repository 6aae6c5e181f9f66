import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import { Unmet } from '../../../runner/core/rejection.ts';
import { takeSnapshot } from '../../../runner/diagnosis/snapshot.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { podEndpoint, podObject, serviceObject, sliceObject } from '../../support/service-objects.ts';
import { stepContext } from '../../support/step-context.ts';

const take = (objects: KubernetesObject[]) => takeSnapshot(stepContext(fakeCluster({ objects })), 'kubia', 'demo');

describe('takeSnapshot', () => {
  it('separates ready endpoints from others, and selected pods from other pods', async () => {
    const going = podObject('kubia-3');
    const snapshot = await take([
      serviceObject(),
      sliceObject([podEndpoint('kubia-1', '10.244.0.1'), podEndpoint('kubia-2', '10.244.0.2', { ready: false })]),
      podObject('kubia-1'),
      podObject('kubia-2', { ready: false }),
      { ...going, metadata: { ...going.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } },
      podObject('other', { app: 'other' }),
    ]);
    assert.deepEqual(
      snapshot.ready.map(({ name }) => name),
      ['kubia-1'],
    );
    assert.deepEqual(
      snapshot.notReady.map(({ name }) => name),
      ['kubia-2'],
    );
    assert.equal(snapshot.pods.length, 4);
    assert.deepEqual(
      snapshot.selected.map(({ metadata }) => metadata.name),
      ['kubia-1', 'kubia-2'],
    );
  });

  it('selects no pod for a Service without a selector', async () => {
    const snapshot = await take([serviceObject({ spec: { selector: {} } }), podObject('kubia-1')]);
    assert.deepEqual(snapshot.selected, []);
  });

  it('rejects when there is no such Service', async () => {
    await assert.rejects(take([podObject('kubia-1')]), (cause) => {
      assert.ok(cause instanceof Unmet);
      assert.equal(cause.reason.code, 'not-found');
      return true;
    });
  });
});
