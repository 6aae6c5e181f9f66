import assert from 'node:assert/strict';
import { readiness } from '../../../../runner/diagnosis/links/readiness.ts';
import { explainLink } from '../../../support/explain-link.ts';
import {
  podEndpoint,
  podObject,
  serviceObject,
  serviceWithPods,
  sliceObject,
} from '../../../support/service-objects.ts';

describe('link readiness', () => {
  it('holds for a sound Service', async () =>
    assert.equal(await explainLink(readiness, serviceWithPods(2)), undefined));

  it('reports why pods are not ready', async () => {
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e1', namespace: 'demo' },
      type: 'Warning',
      involvedObject: { kind: 'Pod', name: 'kubia-1' },
      lastTimestamp: '2026-01-01T00:00:00Z',
      message: 'Readiness probe failed: HTTP probe failed with statuscode: 500',
    };
    const reason = await explainLink(readiness, [
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
});
