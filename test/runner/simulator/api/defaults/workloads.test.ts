import assert from 'node:assert/strict';
import {
  defaultDaemonSet,
  defaultDeployment,
  defaultJob,
  defaultReplicaSet,
  defaultReplicationController,
  defaultStatefulSet,
} from '../../../../../runner/simulator/api/defaults/workloads.ts';

const template = { metadata: { labels: { app: 'a' } }, spec: { containers: [] } };

describe('defaults of workloads', () => {
  it('a Deployment rolls by quarters', () => {
    const spec = defaultDeployment({ template });
    assert.equal(spec['replicas'], 1);
    assert.deepEqual(spec['strategy'], {
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' },
    });
    assert.deepEqual(defaultDeployment({ strategy: { type: 'Recreate' } })['strategy'], { type: 'Recreate' });
  });

  it('zero replicas stay zero', () => assert.equal(defaultReplicaSet({ replicas: 0 })['replicas'], 0));

  it("a ReplicationController selects its template's labels", () => {
    assert.deepEqual(defaultReplicationController({ template })['selector'], { app: 'a' });
    assert.deepEqual(defaultReplicationController({ template, selector: { b: 'c' } })['selector'], { b: 'c' });
  });

  it('the others', () => {
    assert.equal(defaultStatefulSet({})['podManagementPolicy'], 'OrderedReady');
    assert.deepEqual(defaultDaemonSet({})['updateStrategy'], {
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 1, maxSurge: 0 },
    });
    assert.equal(defaultJob({})['completions'], 1);
    assert.equal(defaultJob({ parallelism: 2 })['completions'], undefined);
  });
});
