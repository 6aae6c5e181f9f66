import assert from 'node:assert/strict';
import { ApiError } from '../../../../runner/cluster/api-error.ts';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { manualClock } from '../../../../runner/core/clock.ts';
import { waitFor } from '../../../../runner/steps/act/wait-for.ts';
import { Unmet } from '../../../../runner/steps/finding.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { podObject, serviceObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const pods = { kind: 'Pod', labels: { app: 'kubia' } };
const leaving = (pod: KubernetesObject): KubernetesObject => ({
  ...pod,
  metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' },
});
const run = (spec: Parameters<typeof waitFor.run>[0], ...objects: KubernetesObject[]) =>
  waitFor.run(spec, stepContext(fakeCluster({ objects })));

describe('wait-for', () => {
  it('passes when all selected pods are ready', async () => {
    assert.equal(
      (await run(pods, podObject('a'), podObject('b'), podObject('c', { app: 'other', ready: false }))).outcome,
      'passed',
    );
    const finding = await run(pods, podObject('a'), podObject('b', { ready: false }));
    assert.equal(finding.outcome, 'failed');
    assert.equal(finding.reason?.code, 'not-ready');
    assert.match(finding.reason?.message ?? '', /^1 of 2 have not reached the condition after 0ms\. pod\/b: /);
  });

  it('ignores a pod of a set that is being deleted, and does not accept it alone', async () => {
    assert.equal((await run(pods, podObject('a'), leaving(podObject('b')))).outcome, 'passed');
    assert.equal((await run({ kind: 'pod/b' }, leaving(podObject('b')))).outcome, 'failed');
  });

  it('counts pods', async () => {
    assert.equal((await run({ ...pods, count: 2 }, podObject('a'), podObject('b'))).outcome, 'passed');
    const few = await run({ ...pods, count: 3 }, podObject('a'), podObject('b'));
    assert.equal(few.reason?.message, 'There are 2 objects after 0ms, not 3.');
    assert.equal((await run({ ...pods, count: 3 })).reason?.code, 'not-ready');
    assert.equal((await run({ ...pods, count: 1 }, podObject('a'), podObject('b'))).outcome, 'failed');
  });

  it('fails when no object exists', async () => {
    await assert.rejects(run(pods), (fault) => fault instanceof Unmet && fault.reason.code === 'not-found');
    await assert.rejects(run({ ...pods, condition: 'exists' }), Unmet);
  });

  it('waits until objects exist or are gone', async () => {
    assert.equal((await run({ kind: 'svc/kubia', condition: 'exists' }, serviceObject())).outcome, 'passed');
    assert.equal((await run({ kind: 'svc/kubia', condition: 'deleted' })).outcome, 'passed');
    const there = await run({ kind: 'svc/kubia', condition: 'deleted' }, serviceObject());
    assert.equal(there.reason?.code, 'still-there');
  });

  it('waits for a value', async () => {
    const spec = { kind: 'svc/kubia', jsonpath: '{.spec.ports[*].port}' };
    assert.equal((await run({ ...spec, value: '80' }, serviceObject())).outcome, 'passed');
    assert.equal((await run({ ...spec, value: '81' }, serviceObject())).outcome, 'failed');
    assert.equal((await run(spec, serviceObject())).outcome, 'passed');
    const two = serviceObject({ ports: [{ port: 80 }, { port: 81 }] });
    assert.equal((await run({ ...spec, value: '80' }, two)).outcome, 'failed');
    const none = await run({ kind: 'svc/kubia', jsonpath: '{.status.loadBalancer.ingress[0].ip}' }, serviceObject());
    assert.match(none.actual, /there is nothing at/);
    assert.equal(
      (await run({ kind: 'svc/kubia', jsonpath: '{.spec.x}', value: '80' }, serviceObject())).outcome,
      'failed',
    );
  });

  it('needs the condition and the value together', async () => {
    const spec = { kind: 'pod/a', condition: 'Ready', jsonpath: '{.status.phase}', value: 'Running' };
    assert.equal((await run(spec, podObject('a'))).outcome, 'passed');
    assert.equal((await run(spec, podObject('a', { ready: false }))).outcome, 'failed');
    assert.equal((await run({ ...spec, value: 'Pending' }, podObject('a'))).outcome, 'failed');
    assert.equal(waitFor.describe(spec), 'wait until pod a is Ready and has Running at {.status.phase}');
  });

  it('reports the pods of a workload', async () => {
    const deployment: KubernetesObject = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'kubia', namespace: 'demo' },
      spec: { replicas: 1, selector: { matchLabels: { app: 'kubia' } } },
      status: {
        replicas: 1,
        conditions: [{ type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable' }],
      },
    };
    const state = { waiting: { reason: 'CrashLoopBackOff' } };
    const pod = podObject('kubia-1', {
      ready: false,
      status: { containerStatuses: [{ name: 'kubia', ready: false, state }] },
    });
    const finding = await run({ kind: 'deploy/kubia', condition: 'Available' }, deployment, pod);
    assert.match(finding.reason?.message ?? '', /MinimumReplicasUnavailable.*pod\/kubia-1: .*CrashLoopBackOff/);
  });

  it('reports the time since the first look', async () => {
    const clock = manualClock();
    const cluster = fakeCluster({ objects: [podObject('a', { ready: false })] });
    const context = stepContext(cluster, { clock });
    await waitFor.run({ kind: 'pod/a' }, context);
    await clock.advance(2_500);
    await cluster.api.apply(podObject('a'));
    assert.match((await waitFor.run({ kind: 'pod/a' }, context)).actual, /after 2\.5s/);
  });

  it('is an error for faults of the server', async () => {
    const cluster = fakeCluster();
    cluster.api.list = async () => {
      throw new ApiError(500, 'InternalError', 'etcd');
    };
    await assert.rejects(waitFor.run(pods, stepContext(cluster)), ApiError);
  });

  it('has a title and a kubectl command', async () => {
    assert.equal(waitFor.describe({ ...pods, count: 3 }), 'wait until pods with app=kubia are Ready (3 of them)');
    assert.equal(waitFor.describe({ kind: 'svc/kubia', condition: 'deleted' }), 'wait until svc kubia is deleted');
    const line = (await run({ kind: 'svc/kubia', jsonpath: '{.spec.type}', value: 'ClusterIP' }, serviceObject()))
      .reproduce;
    assert.equal(line, "kubectl wait service/kubia -n demo '--for=jsonpath={.spec.type}=ClusterIP'");
  });
});
