import assert from 'node:assert/strict';
import { ApiError } from '../../../../runner/cluster/api-error.ts';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { scale } from '../../../../runner/steps/act/scale.ts';
import { Unmet } from '../../../../runner/steps/finding.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { podObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const deployment = (replicas: number, status: JsonObject): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'kubia', namespace: 'demo' },
  spec: { replicas, selector: { matchLabels: { app: 'kubia' } } },
  status,
});

const counted = (number: number): JsonObject => ({ replicas: number, readyReplicas: number, updatedReplicas: number });
const spec = { object: 'deployment/kubia', replicas: 3, ready: true };

describe('scale', () => {
  it('patches the scale subresource once, then waits for the replicas', async () => {
    const cluster = fakeCluster({ objects: [deployment(1, counted(1))] });
    const { patch } = cluster.api;
    const patches: unknown[] = [];
    cluster.api.patch = async (reference, type, body, options) => {
      patches.push([type, body, options?.subresource]);
      return patch(reference, type, body, options);
    };
    const context = stepContext(cluster);
    const first = await scale.run(spec, context);
    assert.equal(first.outcome, 'failed');
    assert.equal(first.reason?.code, 'not-ready');
    await cluster.api.apply(deployment(3, counted(3)));
    const second = await scale.run(spec, context);
    assert.equal(second.outcome, 'passed');
    assert.deepEqual(patches, [['merge', { spec: { replicas: 3 } }, 'scale']]);
    assert.deepEqual(second.observation, { before: 1, replicas: 3 });
    assert.equal(second.reproduce, 'kubectl scale deployment/kubia --replicas=3 -n demo');
  });

  it('waits for a surplus pod to go', async () => {
    const cluster = fakeCluster({ objects: [deployment(3, { ...counted(3), replicas: 4 })] });
    assert.equal((await scale.run(spec, stepContext(cluster))).outcome, 'failed');
  });

  it('reports why a pod is not ready', async () => {
    const waiting = { waiting: { reason: 'ErrImagePull', message: 'not found' } };
    const pod = podObject('kubia-9', {
      ready: false,
      status: { containerStatuses: [{ name: 'kubia', ready: false, state: waiting }] },
    });
    const cluster = fakeCluster({ objects: [deployment(3, { ...counted(3), readyReplicas: 2 }), pod] });
    const finding = await scale.run(spec, stepContext(cluster));
    assert.match(
      finding.reason?.message ?? '',
      /2 of 3 replicas are ready.*pod\/kubia-9: container kubia is waiting: ErrImagePull/,
    );
  });

  it('notices a controller that scales the workload back', async () => {
    const cluster = fakeCluster({ objects: [deployment(2, counted(2))] });
    cluster.api.patch = async () => ({ object: deployment(2, {}), warnings: [] });
    const finding = await scale.run(spec, stepContext(cluster));
    assert.equal(finding.outcome, 'failed');
    assert.match(finding.reason?.hint ?? '', /autoscaler/);
  });

  it('does not wait when it is told not to', async () => {
    const cluster = fakeCluster({ objects: [deployment(1, counted(1))] });
    assert.equal((await scale.run({ ...spec, ready: false }, stepContext(cluster))).outcome, 'passed');
  });

  it('fails for a missing workload, and when the server refuses', async () => {
    await assert.rejects(
      scale.run(spec, stepContext(fakeCluster())),
      (fault) => fault instanceof Unmet && fault.reason.code === 'not-found',
    );
    const cluster = fakeCluster({ objects: [deployment(1, counted(1))] });
    cluster.api.patch = async () => {
      throw new ApiError(403, 'Forbidden', 'deployments.apps "kubia" is forbidden');
    };
    assert.equal((await scale.run(spec, stepContext(cluster))).reason?.code, 'request-refused');
    cluster.api.patch = async () => {
      throw new ApiError(500, 'InternalError', 'etcd');
    };
    await assert.rejects(scale.run(spec, stepContext(cluster)), ApiError);
  });

  it('has a title', () => assert.equal(scale.describe(spec), 'scale deployment/kubia to 3'));
});
