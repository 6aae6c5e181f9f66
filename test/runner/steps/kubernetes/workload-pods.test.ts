import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../../../runner/core/json.ts';
import {
  controllerOf,
  ownedPods,
  podsOf,
  workloadSelector,
} from '../../../../runner/steps/kubernetes/workload-pods.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { podObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';
import { ownedBy, ownedPod, workloadObject } from '../../../support/workload-objects.ts';

const workload = (selector?: JsonObject): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'kubia', namespace: 'demo' },
  spec: { ...(selector && { selector }) },
});

describe('workloadSelector', () => {
  it('is written as kubectl writes it', () => {
    assert.equal(workloadSelector(workload({ app: 'kubia', tier: 'web' })), 'app=kubia,tier=web');
    const matchExpressions = [
      { key: 'tier', operator: 'In', values: ['web', 'db'] },
      { key: 'env', operator: 'NotIn', values: ['dev'] },
      { key: 'app', operator: 'Exists' },
      { key: 'canary', operator: 'DoesNotExist' },
    ];
    assert.equal(
      workloadSelector(workload({ matchLabels: { a: 'b' }, matchExpressions })),
      'a=b,tier in (db,web),env notin (dev),app,!canary',
    );
  });

  it('is undefined for an empty selector', () => {
    for (const selector of [undefined, {}, { matchLabels: {} }, { matchExpressions: [] }])
      assert.equal(workloadSelector(workload(selector)), undefined);
  });
});

describe('podsOf', () => {
  it('finds the pods of a workload', async () => {
    const context = stepContext(fakeCluster({ objects: [podObject('a'), podObject('b', { app: 'other' })] }));
    const names = async (selector?: JsonObject) =>
      (await podsOf(workload(selector), context)).map((each) => each.metadata.name);
    assert.deepEqual(await names({ matchLabels: { app: 'kubia' } }), ['a']);
    assert.deepEqual(await names({ app: 'other' }), ['b']);
    assert.deepEqual(await names(), []);
  });
});

describe('ownedPods', () => {
  it('follows owners, not labels, through ReplicaSets', async () => {
    const deployment = workloadObject();
    const replicaSet = ownedBy(deployment, workloadObject({ kind: 'ReplicaSet' }));
    const objects = [deployment, replicaSet, ownedPod(replicaSet, 'a', { app: 'relabelled' }), podObject('stray')];
    const context = stepContext(fakeCluster({ objects }));
    const names = async (workload: KubernetesObject) =>
      (await ownedPods(workload, context)).map((each) => each.metadata.name);
    assert.deepEqual(await names(deployment), ['a']);
    assert.deepEqual(await names(replicaSet), ['a']);
    assert.deepEqual(await names(workloadObject({ kind: 'DaemonSet' })), []);
  });

  it('leaves out pods that have ended, but not those that are being deleted', async () => {
    const replicaSet = workloadObject({ kind: 'ReplicaSet' });
    const pod = (name: string, phase: string, metadata: JsonObject = {}): KubernetesObject => {
      const owned = ownedPod(replicaSet, name);
      return { ...owned, metadata: { ...owned.metadata, ...metadata }, status: { phase } };
    };
    const going = { deletionTimestamp: '2026-01-01T00:00:00Z' };
    const objects = [
      pod('running', 'Running'),
      pod('evicted', 'Failed'),
      pod('done', 'Succeeded'),
      pod('killed', 'Failed', going),
      pod('stopping', 'Running', going),
    ];
    const found = await ownedPods(replicaSet, stepContext(fakeCluster({ objects })));
    assert.deepEqual(found.map((each) => each.metadata.name).sort(), ['killed', 'running', 'stopping']);
  });
});

describe('controllerOf', () => {
  it('is the owner that manages the object, if it exists', () => {
    const pod = podObject('a');
    const owners = [{ kind: 'ConfigMap' }, { kind: 'ReplicaSet', controller: true }];
    assert.equal(controllerOf(pod), undefined);
    const owned = { ...pod, metadata: { ...pod.metadata, ownerReferences: owners } };
    assert.deepEqual(controllerOf(owned), owners[1]);
  });
});
