import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../runner/cluster/cluster.ts';
import { explainService } from '../../../runner/diagnosis/explain.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { podEndpoint, podObject, serviceObject, serviceWithPods, sliceObject } from '../../support/service-objects.ts';
import { stepContext } from '../../support/step-context.ts';

const explain = (objects: KubernetesObject[], name = 'kubia') =>
  explainService(stepContext(fakeCluster({ objects })), name);

describe('explainService', () => {
  it('has nothing to say of a sound Service', async () => assert.equal(await explain(serviceWithPods(2)), undefined));

  it('names the Service that was meant', async () => {
    const reason = await explain(serviceWithPods(1), 'kubai');
    assert.equal(reason?.code, 'not-found');
    assert.match(reason?.message ?? '', /There is no Service kubai in namespace demo; did you mean kubia\?/);
  });

  it('names the label that was meant', async () => {
    const pods = [1, 2, 3].map((each) => podObject(`kubia-${each}`));
    const reason = await explain([serviceObject({ spec: { selector: { app: 'kubai' } } }), ...pods]);
    assert.equal(reason?.code, 'no-endpoints');
    assert.equal(
      reason?.message,
      'No pod matches the selector app=kubai of Service kubia. Did you mean app=kubia, which 3 pods carry?',
    );
  });

  it('names the key that was meant', async () => {
    const reason = await explain([serviceObject({ spec: { selector: { ap: 'kubia' } } }), podObject('kubia-1')]);
    assert.match(reason?.message ?? '', /Did you mean app=kubia, which 1 pod carries\?/);
  });

  it('says that there is no pod at all', async () => {
    const reason = await explain([serviceObject()]);
    assert.equal(reason?.message, 'No pod matches the selector app=kubia of Service kubia.');
    assert.match(reason?.hint ?? '', /no pod in the namespace/);
  });

  it('says why pods are not ready', async () => {
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e1', namespace: 'demo' },
      type: 'Warning',
      involvedObject: { kind: 'Pod', name: 'kubia-1' },
      lastTimestamp: '2026-01-01T00:00:00Z',
      message: 'Readiness probe failed: HTTP probe failed with statuscode: 500',
    };
    const reason = await explain([
      serviceObject(),
      sliceObject([podEndpoint('kubia-1', '10.244.0.1', { ready: false })]),
      podObject('kubia-1', { ready: false }),
      event,
    ]);
    assert.equal(reason?.code, 'not-ready');
    assert.match(
      reason?.message ?? '',
      /the only pod behind Service kubia is not ready\. Pod kubia-1: Readiness probe failed/,
    );
  });

  it('names the port name that no container has', async () => {
    const ports = [{ port: 80, targetPort: 'htpp' }];
    const containers = [{ name: 'kubia', ports: [{ name: 'http', containerPort: 8080 }] }];
    const reason = await explain([serviceObject({ ports }), podObject('kubia-1', { spec: { containers } })]);
    assert.equal(reason?.code, 'no-endpoints');
    assert.match(reason?.message ?? '', /sends to the port named htpp, and no container .* did you mean http\?/);
  });

  it('names the port on which nothing is declared', async () => {
    const reason = await explain([
      serviceObject(),
      sliceObject([podEndpoint('kubia-1', '10.244.0.1')], { ports: [{ name: '', port: 8081 }] }),
      podObject('kubia-1'),
    ]);
    assert.equal(reason?.code, 'refused');
    assert.equal(reason?.message, 'Service kubia sends to port 8081, but the pods declare 8080.');
  });

  it('knows Services without a selector', async () => {
    const { selector: _none, ...spec } = serviceObject()['spec'] as Record<string, never>;
    const reason = await explain([{ ...serviceObject(), spec }]);
    assert.match(reason?.message ?? '', /has no selector, so Kubernetes makes no endpoints/);
  });

  it('names addresses that were written by hand, which nobody checks', async () => {
    const slice = sliceObject([{ addresses: ['11.11.11.11'], conditions: {} }]);
    const reason = await explain([serviceObject({ spec: { selector: {} } }), slice]);
    assert.match(reason?.message ?? '', /written by hand: 11\.11\.11\.11:8080/);
  });

  it('knows ExternalName', async () => {
    const reason = await explain([serviceObject({ spec: { type: 'ExternalName', externalName: 'example.com' } })]);
    assert.match(reason?.message ?? '', /DNS alias for example\.com/);
  });

  it('says why a matching pod is no endpoint yet', async () => {
    const state = { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "luksa/kubai"' } };
    const status = { phase: 'Pending', containerStatuses: [{ name: 'kubia', state }] };
    const reason = await explain([serviceObject(), sliceObject([]), podObject('kubia-1', { ready: false, status })]);
    assert.equal(reason?.code, 'no-endpoints');
    assert.match(
      reason?.message ?? '',
      /1 pod match.* container kubia is waiting: ImagePullBackOff \(Back-off pulling image "luksa\/kubai"\)/,
    );
  });
});
