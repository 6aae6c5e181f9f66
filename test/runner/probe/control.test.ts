import assert from 'node:assert/strict';
import { controlUrl } from '../../../runner/probe/control.ts';
import { Unobservable } from '../../../runner/steps/finding.ts';
import { fakeCluster } from '../../support/fake-cluster.ts';
import { apiServerObjects } from '../../support/service-objects.ts';
import { stepContext } from '../../support/step-context.ts';

const context = stepContext(fakeCluster({ objects: apiServerObjects() }));

describe('controlUrl', () => {
  it('uses a DNS name in a pod', async () =>
    assert.match(
      await controlUrl(context, { place: 'pod', namespace: 'demo', pod: 'x' }),
      /^https:\/\/kubernetes\.default\.svc:443\//,
    ));
  it('uses the cluster IP on a node', async () =>
    assert.match(await controlUrl(context, { place: 'node', node: 'x' }), /^https:\/\/10\.96\.0\.1:443\//));
  it("uses the API server's own address outside the cluster", async () =>
    assert.match(await controlUrl(context, { place: 'outside' }), /^https:\/\/172\.18\.0\.2:6443\//));
  it('is undefined when the cluster has none', () =>
    assert.rejects(
      controlUrl(stepContext(fakeCluster({ objects: apiServerObjects().slice(0, 1) })), { place: 'outside' }),
      (error: unknown) => error instanceof Unobservable && error.reason.code === 'control-failed',
    ));
});
