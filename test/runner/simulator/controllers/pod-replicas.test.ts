import assert from 'node:assert/strict';
import {
  inDeletionOrder,
  isActive,
  isAvailable,
  isReady,
} from '../../../../runner/simulator/controllers/pod-replicas.ts';
import type { Pod } from '../../../../runner/simulator/objects/pods.ts';

const pod = (name: string, status: object, more: object = {}, spec: object = { nodeName: 'n' }): Pod =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, uid: name, resourceVersion: '1', ...more },
    spec: { containers: [], ...spec },
    status,
  }) as Pod;
const ready = {
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }],
};

describe('pods of an owner', () => {
  it('are active, ready, available', () => {
    assert.equal(isActive(pod('a', { phase: 'Succeeded' })), false);
    assert.equal(isActive(pod('a', ready, { deletionTimestamp: 'x' })), false);
    assert.equal(isReady(pod('a', ready)), true);
    const now = Date.parse('2026-01-01T00:00:05Z');
    assert.equal(isAvailable(pod('a', ready), 5, now), true);
    assert.equal(isAvailable(pod('a', ready), 6, now), false);
  });

  it('go in an order: unscheduled, pending, not ready, young', () => {
    const pods = [
      pod('old', ready, { creationTimestamp: '2026-01-01T00:00:00Z' }),
      pod('young', ready, { creationTimestamp: '2026-01-02T00:00:00Z' }),
      pod('unready', { phase: 'Running' }),
      pod('pending', { phase: 'Pending' }),
      pod('unscheduled', { phase: 'Pending' }, {}, {}),
    ];
    assert.deepEqual(
      inDeletionOrder(pods).map(({ metadata }) => metadata.name),
      ['unscheduled', 'pending', 'unready', 'young', 'old'],
    );
  });
});
