import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { hasCondition, replicasReady, wantedReplicas } from '../../../../runner/steps/kubernetes/readiness.ts';

const workload = (kind: string, spec: JsonObject, status: JsonObject, generation = 1): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'kubia', generation },
  spec,
  status,
});

const withCondition = (condition: JsonObject, more: JsonObject = {}): KubernetesObject =>
  workload('Deployment', {}, { conditions: [{ type: 'Available', status: 'True', ...condition }], ...more }, 2);

describe('hasCondition', () => {
  it('ignores case in name and value', () => {
    assert.equal(hasCondition(withCondition({}), 'available').holds, true);
    assert.equal(hasCondition(withCondition({ status: 'False' }), 'Available=false').holds, true);
    assert.equal(hasCondition(withCondition({ status: 'False' }), 'Available').holds, false);
    assert.equal(hasCondition(withCondition({ status: 'Unknown' }), 'Available').holds, false);
  });

  it('ignores a condition of an older generation', () => {
    assert.equal(hasCondition(withCondition({}, { observedGeneration: 1 }), 'Available').holds, false);
    assert.equal(hasCondition(withCondition({}, { observedGeneration: 2 }), 'Available').holds, true);
    assert.equal(
      hasCondition(withCondition({ observedGeneration: 1 }, { observedGeneration: 2 }), 'Available').holds,
      false,
    );
    assert.equal(
      hasCondition(withCondition({ observedGeneration: 2 }, { observedGeneration: 1 }), 'Available').holds,
      true,
    );
  });

  it('lists the conditions that exist', () => {
    assert.deepEqual(hasCondition(withCondition({}), 'Complete'), {
      holds: false,
      seen: 'it has no condition Complete; it has Available=True',
    });
    const message = hasCondition(
      withCondition({ status: 'False', reason: 'Low', message: 'too few' }),
      'Available',
    ).seen;
    assert.equal(message, 'Available=False (Low: too few)');
  });

  it('counts replicas of workloads without conditions', () => {
    const rc = (ready: number) =>
      workload('ReplicationController', { replicas: 3 }, { observedGeneration: 1, replicas: 3, readyReplicas: ready });
    assert.equal(hasCondition(rc(3), 'Ready').holds, true);
    assert.equal(hasCondition(rc(2), 'Ready').holds, false);
    assert.equal(hasCondition(rc(3), 'Ready=False').holds, false);
    assert.equal(hasCondition({ ...rc(3), kind: 'Service' }, 'Ready').holds, false);
  });
});

describe('replicasReady', () => {
  const status = { observedGeneration: 1, replicas: 3, readyReplicas: 3, updatedReplicas: 3 };
  const deployment = (more: JsonObject) => workload('Deployment', { replicas: 3 }, { ...status, ...more });

  it('holds when all replicas exist, are new and are ready', () => {
    assert.deepEqual(replicasReady(deployment({})), { holds: true, seen: '3 of 3 replicas are ready, 3 exist' });
  });

  for (const [name, more] of [
    ['one replica is not ready', { readyReplicas: 2 }],
    ['an old replica is left', { replicas: 4 }],
    ['there is one replica too many', { replicas: 4, updatedReplicas: 4 }],
    ['one replica has an old revision', { updatedReplicas: 2 }],
    ['the status is older than the spec', { observedGeneration: 0 }],
  ] as const)
    it(`does not hold when ${name}`, () => assert.equal(replicasReady(deployment(more)).holds, false));

  it('holds for 0 replicas', () => {
    assert.equal(replicasReady(workload('Deployment', { replicas: 0 }, { observedGeneration: 1 })).holds, true);
    assert.equal(replicasReady(workload('Deployment', { replicas: 0 }, {})).holds, false);
  });

  it('reads the wanted number of a DaemonSet from its status', () => {
    const ds = (numberReady: number) =>
      workload(
        'DaemonSet',
        {},
        {
          observedGeneration: 1,
          desiredNumberScheduled: 2,
          currentNumberScheduled: 2,
          updatedNumberScheduled: 2,
          numberReady,
        },
      );
    assert.equal(replicasReady(ds(2)).holds, true);
    assert.equal(replicasReady(ds(1)).holds, false);
    assert.equal(replicasReady(workload('DaemonSet', {}, {})).holds, false);
  });
});

describe('wantedReplicas', () => {
  it('is the number in the spec, 1 by default, and the scheduled number for a DaemonSet', () => {
    const workload = (kind: string, more: JsonObject): KubernetesObject => ({
      apiVersion: 'apps/v1',
      kind,
      metadata: { name: 'x' },
      ...more,
    });
    assert.equal(wantedReplicas(workload('Deployment', { spec: { replicas: 0 } })), 0);
    assert.equal(wantedReplicas(workload('Deployment', { spec: {} })), 1);
    assert.equal(wantedReplicas(workload('DaemonSet', { status: { desiredNumberScheduled: 2 } })), 2);
    assert.equal(wantedReplicas(workload('DaemonSet', {})), undefined);
  });
});
