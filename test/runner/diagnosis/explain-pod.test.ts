import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import type { JsonObject } from '../../../runner/core/json.ts';
import { explainPod, explainPods, whyNotReady } from '../../../runner/diagnosis/explain-pod.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { podObject } from '../../support/service-objects.ts';
import { stepContext } from '../../support/step-context.ts';

const troubled = (state: JsonObject, more: JsonObject = {}): KubernetesObject =>
  podObject('kubia-1', {
    ready: false,
    status: { phase: 'Running', containerStatuses: [{ name: 'kubia', ready: false, state, ...more }] },
  });

describe('whyNotReady', () => {
  it('is undefined for a ready pod, but not for one that is being deleted', () => {
    assert.equal(whyNotReady(podObject('a')), undefined);
    const leaving = podObject('a');
    assert.equal(
      whyNotReady({ ...leaving, metadata: { ...leaving.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }),
      'it is being deleted',
    );
  });

  it('reports an image that cannot be pulled', () => {
    assert.equal(
      whyNotReady(troubled({ waiting: { reason: 'ErrImagePull', message: 'not found' } })),
      'container kubia is waiting: ErrImagePull (not found)',
    );
  });

  it('reports a container that keeps crashing', () => {
    const why = whyNotReady(
      troubled(
        { waiting: { reason: 'CrashLoopBackOff' } },
        { lastState: { terminated: { exitCode: 1, reason: 'Error' } } },
      ),
    );
    assert.equal(why, 'container kubia is waiting: CrashLoopBackOff; before, it terminated with exit code 1 (Error)');
  });

  it('reports a pod that has ended', () => {
    assert.equal(
      whyNotReady(troubled({ terminated: { exitCode: 137, reason: 'OOMKilled' } })),
      'container kubia terminated with exit code 137 (OOMKilled)',
    );
    assert.equal(
      whyNotReady(podObject('a', { ready: false, status: { phase: 'Succeeded' } })),
      'it has terminated (Succeeded)',
    );
  });

  it('reports a pod that cannot be scheduled', () => {
    const conditions = [
      { type: 'Ready', status: 'False' },
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/1 nodes are available' },
    ];
    assert.equal(
      whyNotReady(podObject('a', { status: { phase: 'Pending', conditions } })),
      'it cannot be scheduled: 0/1 nodes are available',
    );
  });

  it('reports a failing readiness probe', () => {
    const running = troubled({ running: {} });
    assert.match(whyNotReady(running) ?? '', /its readiness probe has not succeeded yet/);
    assert.match(
      whyNotReady(running, { probe: 'Readiness probe failed: 500' }) ?? '',
      /not ready: Readiness probe failed: 500/,
    );
  });

  it('reports a missing readiness gate', () => {
    const conditions = [
      { type: 'Ready', status: 'False' },
      { type: 'example.com/gate', status: 'False' },
    ];
    assert.equal(
      whyNotReady(podObject('a', { status: { conditions } })),
      'its readiness gate example.com/gate is False',
    );
  });

  it('reports the first init container that has not completed', () => {
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
  const event = (message: string, lastTimestamp: string, pod = 'kubia-1', reason = 'Unhealthy'): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${pod}.${lastTimestamp}`, namespace: 'demo' },
    involvedObject: { kind: 'Pod', name: pod },
    type: 'Warning',
    reason,
    message,
    lastTimestamp,
  });

  it("quotes the kubelet's newest event on the pod's probe", async () => {
    const pod = troubled({ running: {} });
    const objects = [
      pod,
      event('Readiness probe failed: old', '2026-01-01T00:00:00Z'),
      event('Readiness probe failed: HTTP probe failed with statuscode: 500', '2026-01-01T00:01:00Z'),
      event('Readiness probe failed: another pod', '2026-01-01T00:02:00Z', 'kubia-2'),
    ];
    const context = stepContext(fakeCluster({ objects }));
    assert.deepEqual(await explainPods(context, [pod, podObject('fine')]), [
      'pod/kubia-1: container kubia is running but not ready: Readiness probe failed: HTTP probe failed with statuscode: 500',
    ]);
  });

  it('quotes the newest warning where the container states give no reason', async () => {
    const creating = podObject('kubia-1', {
      ready: false,
      status: {
        phase: 'Pending',
        containerStatuses: [{ name: 'kubia', ready: false, state: { waiting: { reason: 'ContainerCreating' } } }],
      },
    });
    const warning = event(
      'MountVolume.SetUp failed: configmap "x" not found',
      '2026-01-01T00:00:00Z',
      'kubia-1',
      'FailedMount',
    );
    const explained = (pod: KubernetesObject) =>
      explainPods(stepContext(fakeCluster({ objects: [pod, warning] })), [pod]);
    assert.deepEqual(await explained(creating), [
      'pod/kubia-1: container kubia is waiting: ContainerCreating (MountVolume.SetUp failed: configmap "x" not found)',
    ]);
    assert.match((await explained(podObject('kubia-1', { ready: false })))[0] ?? '', /: MountVolume\.SetUp failed/);
    // An event about a volume is no event about a probe.
    assert.match((await explained(troubled({ running: {} })))[0] ?? '', /has not succeeded yet$/);
  });

  it('leaves out the events of an earlier pod of the same name', async () => {
    const pod = troubled({ running: {} });
    const former = event('Readiness probe failed: long ago', '2026-01-01T00:00:00Z');
    const objects = [
      { ...pod, metadata: { ...pod.metadata, uid: 'now' } },
      { ...former, involvedObject: { kind: 'Pod', name: 'kubia-1', uid: 'before' } },
    ];
    const context = stepContext(fakeCluster({ objects: objects as KubernetesObject[] }));
    assert.match((await explainPods(context, [objects[0] as KubernetesObject]))[0] ?? '', /has not succeeded yet$/);
  });

  it('counts the pods that it leaves out', async () => {
    const pods = Array.from({ length: 12 }, (_, index) => podObject(`kubia-${index}`, { ready: false }));
    const lines = await explainPods(stepContext(fakeCluster({ objects: pods })), pods);
    assert.equal(lines.length, 11);
    assert.equal(lines[10], 'and 2 more pods');
  });
});

describe('explainPod', () => {
  const explain = (pod: KubernetesObject) => explainPod(stepContext(fakeCluster({ objects: [pod] })), pod);

  it('is undefined for a ready pod', async () => assert.equal(await explain(podObject('web')), undefined));

  it('quotes a condition with a message', async () => {
    const conditions = [{ type: 'Ready', status: 'False', message: 'containers with unready status: [app]' }];
    assert.equal(await explain(podObject('web', { status: { conditions } })), 'containers with unready status: [app]');
  });

  it('explains a pod without any status', async () => {
    const pod = podObject('web', { status: { phase: 'Pending', conditions: [] } });
    assert.equal(await explain(pod), 'its phase is Pending');
  });

  it('shortens and escapes hostile messages', async () => {
    const state = { waiting: { reason: 'ErrImagePull', message: `\u001b[31m${'x'.repeat(5_000)}` } };
    const text = (await explain(troubled(state))) ?? '';
    assert.ok(text.length < 600 && !text.includes('\u001b'));
  });
});
