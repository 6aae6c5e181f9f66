import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { explainPods, podsOf, whyNotReady } from '../../../../runner/steps/kubernetes/pod-trouble.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { podObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const troubled = (state: JsonObject, more: JsonObject = {}): KubernetesObject =>
  podObject('kubia-1', {
    ready: false,
    status: { phase: 'Running', containerStatuses: [{ name: 'kubia', ready: false, state, ...more }] },
  });

describe('whyNotReady', () => {
  it('a ready pod has no trouble, one on its way out has', () => {
    assert.equal(whyNotReady(podObject('a')), undefined);
    const leaving = podObject('a');
    assert.equal(
      whyNotReady({ ...leaving, metadata: { ...leaving.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }),
      'it is being deleted',
    );
  });

  it('waits for an image', () => {
    assert.equal(
      whyNotReady(troubled({ waiting: { reason: 'ErrImagePull', message: 'not found' } })),
      'container kubia is waiting: ErrImagePull (not found)',
    );
  });

  it('ends again and again', () => {
    const why = whyNotReady(
      troubled(
        { waiting: { reason: 'CrashLoopBackOff' } },
        { lastState: { terminated: { exitCode: 1, reason: 'Error' } } },
      ),
    );
    assert.equal(why, 'container kubia is waiting: CrashLoopBackOff; it ended before with exit code 1 (Error)');
  });

  it('has ended', () => {
    assert.equal(
      whyNotReady(troubled({ terminated: { exitCode: 137, reason: 'OOMKilled' } })),
      'container kubia ended with exit code 137 (OOMKilled)',
    );
    assert.equal(
      whyNotReady(podObject('a', { ready: false, status: { phase: 'Succeeded' } })),
      'it has ended (Succeeded)',
    );
  });

  it('cannot be scheduled', () => {
    const conditions = [
      { type: 'Ready', status: 'False' },
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available' },
    ];
    assert.equal(
      whyNotReady(podObject('a', { status: { phase: 'Pending', conditions } })),
      'it cannot be scheduled: 0/1 nodes are available',
    );
  });

  it('fails its readiness probe', () => {
    const running = troubled({ running: {} });
    assert.match(whyNotReady(running) ?? '', /its readiness probe has not succeeded yet/);
    assert.match(whyNotReady(running, 'Readiness probe failed: 500') ?? '', /not ready: Readiness probe failed: 500/);
  });

  it('lacks a readiness gate', () => {
    const conditions = [
      { type: 'Ready', status: 'False' },
      { type: 'example.com/gate', status: 'False' },
    ];
    assert.equal(
      whyNotReady(podObject('a', { status: { conditions } })),
      'its readiness gate example.com/gate is False',
    );
  });

  it('tells the first init container that is in the way', () => {
    const pod = podObject('a', {
      ready: false,
      status: {
        phase: 'Pending',
        initContainerStatuses: [{ name: 'init', ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } }],
        containerStatuses: [{ name: 'kubia', ready: false, state: { waiting: { reason: 'PodInitializing' } } }],
      },
    });
    assert.equal(whyNotReady(pod), 'container init is waiting: CrashLoopBackOff');
  });
});

describe('explainPods', () => {
  const event = (message: string, lastTimestamp: string, pod = 'kubia-1'): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${pod}.${lastTimestamp}`, namespace: 'demo' },
    involvedObject: { kind: 'Pod', name: pod },
    reason: 'Unhealthy',
    message,
    lastTimestamp,
  });

  it("quotes the kubelet's newest word on the pod's probe", async () => {
    const pod = troubled({ running: {} });
    const objects = [
      pod,
      event('Readiness probe failed: old', '2026-01-01T00:00:00Z'),
      event('Readiness probe failed: HTTP probe failed with statuscode: 500', '2026-01-01T00:01:00Z'),
      event('Readiness probe failed: another pod', '2026-01-01T00:02:00Z', 'kubia-2'),
    ];
    const context = stepContext(fakeCluster({ objects }));
    assert.deepEqual(await explainPods([pod, podObject('fine')], context), [
      'pod/kubia-1: container kubia runs and is not ready: Readiness probe failed: HTTP probe failed with statuscode: 500',
    ]);
  });

  it('finds the pods of a workload', async () => {
    const context = stepContext(fakeCluster({ objects: [podObject('a'), podObject('b', { app: 'other' })] }));
    const workload = (selector: JsonObject): KubernetesObject => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'kubia', namespace: 'demo' },
      spec: { selector },
    });
    const names = async (selector: JsonObject) =>
      (await podsOf(workload(selector), context)).map((each) => each.metadata.name);
    assert.deepEqual(await names({ matchLabels: { app: 'kubia' } }), ['a']);
    assert.deepEqual(await names({ app: 'other' }), ['b']);
    assert.deepEqual(await names({ matchExpressions: [] }), []);
  });
});
