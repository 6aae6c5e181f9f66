import assert from 'node:assert/strict';
import { ApiError } from '../../../../runner/cluster/api-error.ts';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { restart } from '../../../../runner/steps/act/restart.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { stepContext } from '../../../support/step-context.ts';
import { ownedPod, workloadObject } from '../../../support/workload-objects.ts';

const set = workloadObject({ kind: 'StatefulSet' });
const spec = { kind: 'statefulset/kubia' };
const gone = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', name, namespace: 'demo' });

/** A cluster, the requests to it, and a context that is kept from look to look. */
const rolling = (...objects: KubernetesObject[]) => {
  const cluster = fakeCluster({ objects });
  const { patch, delete: remove } = cluster.api;
  const requests: unknown[] = [];
  cluster.api.patch = async (reference, type, body, options) => {
    requests.push(body);
    return patch(reference, type, body, options);
  };
  cluster.api.delete = async (reference) => {
    requests.push(reference.name);
    return remove(reference);
  };
  return { cluster, requests, context: stepContext(cluster) };
};

describe('restart', () => {
  it('patches the template with the time once, and waits until all pods are new and ready', async () => {
    const { cluster, requests, context } = rolling(set, ownedPod(set, 'a'), ownedPod(set, 'b'));
    const first = await lookOnce(restart, spec, context);
    assert.equal(verdictOf(first), 'failed not-ready');
    assert.match(first.reason?.message ?? '', /old pods still exist: a, b/);
    const annotations = { 'kubectl.kubernetes.io/restartedAt': '1970-01-01T00:00:00.000Z' };
    assert.deepEqual(requests, [{ spec: { template: { metadata: { annotations } } } }]);

    await cluster.api.delete(gone('a'));
    await cluster.api.apply(ownedPod(set, 'c'));
    const second = await lookOnce(restart, spec, context);
    assert.match(second.reason?.message ?? '', /old pods still exist: b.*1 of 2 new pods are ready, 1 exist/);

    await cluster.api.delete(gone('b'));
    await cluster.api.apply(ownedPod(set, 'd'));
    const last = await lookOnce(restart, spec, context);
    assert.equal(verdictOf(last), 'passed');
    assert.deepEqual(last.observation, { restarted: ['statefulset/kubia'], replaced: ['a', 'b'], pods: ['c', 'd'] });
    assert.equal(
      last.reproduce,
      'kubectl rollout restart statefulset/kubia -n demo && kubectl rollout status statefulset/kubia -n demo',
    );
  });

  it('waits while the status still counts old pods', async () => {
    const { cluster, context } = rolling(set, ownedPod(set, 'a'), ownedPod(set, 'b'));
    await lookOnce(restart, spec, context);
    for (const name of ['a', 'b']) await cluster.api.delete(gone(name));
    assert.match((await lookOnce(restart, spec, context)).reason?.message ?? '', /0 of 2 new pods are ready, 0 exist/);
  });

  it('waits until the workload counts its new pods', async () => {
    const behind = workloadObject({ kind: 'StatefulSet', status: { updatedReplicas: 0 } });
    const { cluster, context } = rolling(behind, ownedPod(set, 'a'));
    await lookOnce(restart, spec, context);
    await cluster.api.delete(gone('a'));
    for (const name of ['c', 'd']) await cluster.api.apply(ownedPod(set, name));
    const finding = await lookOnce(restart, spec, context);
    assert.match(finding.reason?.message ?? '', /0 have the newest revision/);
  });

  it('reports why new pods are not ready', async () => {
    const { cluster, context } = rolling(set, ownedPod(set, 'a'));
    await lookOnce(restart, spec, context);
    const waiting = { waiting: { reason: 'ErrImagePull', message: 'not found' } };
    const status = { containerStatuses: [{ name: 'kubia', ready: false, state: waiting }] };
    await cluster.api.apply(ownedPod(set, 'c', { ready: false, status }));
    const conditions = [
      { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'timed out' },
    ];
    await cluster.api.apply(workloadObject({ kind: 'StatefulSet', status: { conditions } }));
    const { evidence } = await lookOnce(restart, spec, context);
    assert.match(
      evidence[0]?.text ?? '',
      /ProgressDeadlineExceeded: timed out[\s\S]*pod\/c: .*ErrImagePull \(not found\)/,
    );
  });

  it('deletes each pod once, and waits for the replacements', async () => {
    const { cluster, requests, context } = rolling(set, ownedPod(set, 'a'), ownedPod(set, 'b'));
    const pods = { kind: 'pod/app=kubia' };
    assert.equal(verdictOf(await lookOnce(restart, pods, context)), 'failed not-ready');
    for (const name of ['c', 'd']) await cluster.api.apply(ownedPod(set, name));
    const finding = await lookOnce(restart, pods, context);
    assert.equal(verdictOf(finding), 'passed');
    assert.deepEqual(requests, ['a', 'b']);
    assert.equal(finding.reproduce, 'kubectl delete pod -l app=kubia -n demo');
  });

  it('recognizes a replacement of the same name', async () => {
    const { cluster, context } = rolling(set, ownedPod(set, 'kubia-0'), ownedPod(set, 'kubia-1'));
    const one = { kind: 'pod/kubia-0' };
    await lookOnce(restart, one, context);
    const next = ownedPod(set, 'kubia-0');
    await cluster.api.apply({ ...next, metadata: { ...next.metadata, uid: 'another' } });
    assert.equal(verdictOf(await lookOnce(restart, one, context)), 'passed');
  });

  it('continues after a lost answer', async () => {
    const { cluster, requests, context } = rolling(set, ownedPod(set, 'a'), ownedPod(set, 'b'));
    const { delete: remove } = cluster.api;
    let lost = true;
    cluster.api.delete = async (reference, options) => {
      if (lost && reference.name === 'b') {
        lost = false;
        throw new Error('connection reset');
      }
      return remove(reference, options);
    };
    await assert.rejects(restart.run({ kind: 'pod/app=kubia' }, context), /reset/);
    for (const name of ['c', 'd']) await cluster.api.apply(ownedPod(set, name));
    assert.equal(verdictOf(await lookOnce(restart, { kind: 'pod/app=kubia' }, context)), 'passed');
    assert.deepEqual(requests, ['a', 'b']);
  });

  it('fails when there is nothing to restart', async () => {
    const { context } = rolling(workloadObject({ kind: 'StatefulSet', replicas: 0 }));
    const finding = await lookOnce(restart, spec, context);
    assert.equal(verdictOf(finding), 'failed not-found');
    assert.match(finding.reason?.message ?? '', /nothing was restarted/);
  });

  it('fails when the server refuses, and when the workload is deleted', async () => {
    const refusing = rolling(set);
    refusing.cluster.api.patch = async () => {
      throw new ApiError(403, 'Forbidden', 'no');
    };
    assert.equal(verdictOf(await lookOnce(restart, spec, refusing.context)), 'failed request-refused');
    const { cluster, context } = rolling(set, ownedPod(set, 'a'));
    await lookOnce(restart, spec, context);
    cluster.api.objects.delete('StatefulSet/demo/kubia');
    assert.match((await lookOnce(restart, spec, context)).reason?.message ?? '', /statefulset\/kubia no longer exists/);
  });

  it('has a title', () => assert.equal(restart.describe(spec), 'restart statefulset kubia'));
});
