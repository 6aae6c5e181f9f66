import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../../runner/cluster/cluster.ts';
import { planRestart } from '../../../../../runner/steps/act/support/restart-plan.ts';
import { Unmet, Unobservable } from '../../../../../runner/steps/finding.ts';
import { select } from '../../../../../runner/steps/kubernetes/selection.ts';
import { fakeCluster } from '../../../../support/fake-cluster.ts';
import { podObject } from '../../../../support/service-objects.ts';
import { stepContext } from '../../../../support/step-context.ts';
import { ownedBy, ownedPod, workloadObject } from '../../../../support/workload-objects.ts';

const plan = (kind: string, ...objects: KubernetesObject[]) =>
  planRestart(select({ kind }, 'demo'), stepContext(fakeCluster({ objects })));

const rejectsWith = (promise: Promise<unknown>, kind: typeof Unmet | typeof Unobservable, says: RegExp) =>
  assert.rejects(promise, (fault) => fault instanceof kind && says.test(fault.message));

describe('planRestart', () => {
  it("finds the pods of a Deployment's ReplicaSets, and no others", async () => {
    const deployment = workloadObject();
    const replicaSet = ownedBy(deployment, workloadObject({ kind: 'ReplicaSet' }));
    const others = [podObject('stray'), ownedPod(workloadObject({ kind: 'DaemonSet' }), 'other')];
    const ended = ownedPod(replicaSet, 'ended', { status: { phase: 'Failed' } });
    const found = await plan('deployment/kubia', deployment, replicaSet, ownedPod(replicaSet, 'a'), ended, ...others);
    assert.deepEqual([...found.old], [['a', 'a']]);
    assert.deepEqual(found.workloads, found.todo);
  });

  it('finds pods with their controllers, each once, without those that are being deleted', async () => {
    const set = workloadObject({ kind: 'ReplicationController' });
    const leaving = ownedPod(set, 'leaving');
    const found = await plan('pod/app=kubia', set, ownedPod(set, 'a'), ownedPod(set, 'b'), {
      ...leaving,
      metadata: { ...leaving.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' },
    });
    assert.deepEqual(found.titles, ['pod/a', 'pod/b']);
    assert.deepEqual(
      found.workloads.map(({ kind }) => kind),
      ['ReplicationController'],
    );
  });

  it('does not delete a pod that nothing would replace', async () => {
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'once', namespace: 'demo', uid: 'j' } };
    const says = /pod\/a has no controller that replaces it/;
    await rejectsWith(plan('pod/a', podObject('a')), Unmet, says);
    await rejectsWith(plan('pod/a', job, ownedPod(job, 'a')), Unmet, /its owner is job\/once/);
    await rejectsWith(plan('pod/a', ownedPod(workloadObject(), 'a')), Unmet, says);
  });

  it('notices that a changed template would start no rollout', async () => {
    await rejectsWith(plan('deployment/kubia', workloadObject({ spec: { paused: true } })), Unmet, /paused deployment/);
    const held = (updateStrategy: object) =>
      plan('sts/kubia', workloadObject({ kind: 'StatefulSet', spec: { updateStrategy: { ...updateStrategy } } }));
    await rejectsWith(held({ type: 'OnDelete' }), Unmet, /OnDelete/);
    await rejectsWith(held({ rollingUpdate: { partition: 2 } }), Unmet, /does not replace its first 2 pods/);
    assert.equal((await held({ rollingUpdate: { partition: 0 } })).todo.length, 1);
  });

  it('lists the kinds that can be restarted', async () => {
    await rejectsWith(plan('service/kubia'), Unobservable, /A Service cannot be restarted/);
    await assert.rejects(plan('rs/kubia'), (fault) => fault instanceof Unobservable && !!fault.reason.hint);
    await rejectsWith(plan('deployment/kubia'), Unmet, /no Deployment kubia/);
  });
});
