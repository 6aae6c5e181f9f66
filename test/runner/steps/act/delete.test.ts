import assert from 'node:assert/strict';
import { ApiError, UnreachableError } from '../../../../runner/cluster/api-error.ts';
import { manualClock } from '../../../../runner/core/clock.ts';
import { deleteObjects } from '../../../../runner/steps/act/delete.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { podObject, serviceObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const spec = { kind: 'pod/kubia-1', missing: 'fails' } as const;

describe('delete', () => {
  it('deletes one object', async () => {
    const cluster = fakeCluster({ objects: [serviceObject(), podObject('kubia-1')] });
    const finding = await deleteObjects.run({ kind: 'Service', name: 'kubia', missing: 'fails' }, stepContext(cluster));
    assert.equal(finding.outcome, 'passed');
    assert.deepEqual([...cluster.api.objects.keys()], ['Pod/demo/kubia-1']);
    assert.equal(finding.reproduce, 'kubectl delete service/kubia -n demo');
  });

  it('deletes all objects with the labels, and no others', async () => {
    const cluster = fakeCluster({ objects: [podObject('a'), podObject('b'), podObject('c', { app: 'other' })] });
    const finding = await deleteObjects.run(
      { kind: 'Pod', labels: { app: 'kubia' }, missing: 'fails' },
      stepContext(cluster),
    );
    assert.equal(finding.outcome, 'passed');
    assert.deepEqual(finding.observation['deleted'], ['pod/a', 'pod/b']);
    assert.deepEqual([...cluster.api.objects.keys()], ['Pod/demo/c']);
  });

  it('waits until the object is gone, sends one request, and reports the time', async () => {
    const cluster = fakeCluster({ objects: [podObject('kubia-1')] });
    const { delete: remove } = cluster.api;
    const asked: unknown[] = [];
    cluster.api.delete = async (_reference, options) => {
      asked.push(options?.graceSeconds);
      return true;
    };
    const clock = manualClock();
    const context = stepContext(cluster, { clock });
    const first = await deleteObjects.run({ ...spec, grace: 5 }, context);
    assert.equal(first.outcome, 'failed');
    assert.equal(first.reason?.code, 'still-there');
    await clock.advance(4_000);
    await remove({ apiVersion: 'v1', kind: 'Pod', name: 'kubia-1', namespace: 'demo' });
    const second = await deleteObjects.run({ ...spec, grace: 5 }, context);
    assert.equal(second.outcome, 'passed');
    assert.equal(second.actual, 'pod/kubia-1 no longer there after 4.0s');
    assert.deepEqual(asked, [5]);
  });

  it('does not wait for a new object of the same name', async () => {
    const cluster = fakeCluster({ objects: [podObject('kubia-1')] });
    const { delete: remove, apply } = cluster.api;
    cluster.api.delete = async (reference) => {
      await remove(reference);
      await apply(podObject('kubia-1'));
      return true;
    };
    assert.equal((await deleteObjects.run(spec, stepContext(cluster))).outcome, 'passed');
  });

  it('names the finalizers that keep an object', async () => {
    const pod = podObject('kubia-1');
    const leaving = { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['example.com/hold'] };
    const held = { ...pod, metadata: { ...pod.metadata, ...leaving } };
    const cluster = fakeCluster({ objects: [held] });
    cluster.api.delete = async () => true;
    assert.match((await deleteObjects.run(spec, stepContext(cluster))).reason?.message ?? '', /example\.com\/hold/);
  });

  it('fails for a missing object, unless that is allowed', async () => {
    const context = stepContext(fakeCluster());
    const { outcome, reason, final } = await deleteObjects.run(spec, context);
    assert.deepEqual([outcome, reason?.code, final], ['failed', 'not-found', true]);
    assert.equal((await deleteObjects.run({ ...spec, missing: 'ok' }, context)).outcome, 'passed');
  });

  it('fails for a refusal, and is an error for a fault of the server', async () => {
    const cluster = fakeCluster({ objects: [podObject('kubia-1')] });
    cluster.api.delete = async () => {
      throw new ApiError(403, 'Forbidden', 'pods "kubia-1" is forbidden');
    };
    const refused = await deleteObjects.run(spec, stepContext(cluster));
    assert.equal(refused.reason?.code, 'request-refused');
    cluster.api.delete = async () => {
      throw new UnreachableError('reset');
    };
    await assert.rejects(deleteObjects.run(spec, stepContext(cluster)), UnreachableError);
  });

  it('has a title, and watches its objects', () => {
    assert.equal(
      deleteObjects.describe({ kind: 'Pod', labels: { app: 'kubia' }, missing: 'fails' }),
      'delete pods with app=kubia',
    );
    assert.deepEqual(deleteObjects.watches?.(spec, stepContext(fakeCluster())), [
      { apiVersion: 'v1', kind: 'Pod', namespace: 'demo', fieldSelector: 'metadata.name=kubia-1' },
    ]);
  });
});
