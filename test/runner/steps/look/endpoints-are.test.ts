import assert from 'node:assert/strict';
import { UnreachableError } from '../../../../runner/cluster/api-error.ts';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { Unmet } from '../../../../runner/steps/finding.ts';
import { type EndpointsAreSpec, endpointsAre } from '../../../../runner/steps/look/endpoints-are.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import {
  podEndpoint,
  podObject,
  serviceObject,
  serviceWithPods,
  sliceObject,
} from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const run = (spec: Partial<EndpointsAreSpec>, objects: KubernetesObject[] = serviceWithPods(2)) =>
  endpointsAre.run({ service: 'kubia', ready: true, ...spec }, stepContext(fakeCluster({ objects })));

describe('endpoints-are', () => {
  it('compares the exact set, in any order', async () => {
    assert.equal((await run({ pods: ['kubia-2', 'kubia-1'] })).outcome, 'passed');
    assert.equal((await run({ labels: 'app=kubia' })).outcome, 'passed');
    assert.equal((await run({ count: 2 })).outcome, 'passed');
    assert.equal((await run({ addresses: ['10.244.0.1:8080', '10.244.0.2:8080'] })).outcome, 'passed');
  });

  it('names missing and unexpected endpoints', async () => {
    const finding = await run({ pods: ['kubia-1', 'kubia-3'] });
    assert.equal(finding.outcome, 'failed');
    assert.equal(finding.reason?.code, 'endpoints-mismatch');
    assert.match(
      finding.reason?.message ?? '',
      /; missing: kubia-3; not expected: kubia-2\. Pod kubia-3 does not exist\./,
    );
    assert.deepEqual(finding.observation['addresses'], ['10.244.0.1:8080', '10.244.0.2:8080']);
    assert.equal((await run({ pods: ['kubia-1'] })).outcome, 'failed');
    assert.equal((await run({ count: 1 })).outcome, 'failed');
    assert.equal((await run({ addresses: ['10.244.0.1:80', '10.244.0.2:8080'] })).outcome, 'failed');
    assert.equal((await run({ addresses: ['10.244.0.1:8080'] })).outcome, 'failed');
  });

  it('reads all slices of the Service', async () => {
    const objects = [
      serviceObject(),
      sliceObject([podEndpoint('a', '10.244.0.1')]),
      sliceObject([podEndpoint('b', '10.244.0.2')], { name: 'kubia-fghij', ports: [{ port: 9090 }] }),
      sliceObject([podEndpoint('c', '10.244.0.3')], { service: 'other' }),
    ];
    assert.equal((await run({ addresses: ['10.244.0.1:8080', '10.244.0.2:9090'] }, objects)).outcome, 'passed');
  });

  it('explains why a pod is missing', async () => {
    const state = { running: {} };
    const status = { containerStatuses: [{ name: 'kubia', ready: false, state }] };
    const objects = [
      serviceObject(),
      sliceObject([podEndpoint('a', '10.244.0.1', { ready: false })]),
      podObject('a', { ready: false, status }),
      podObject('b', { app: 'kuba' }),
    ];
    const unready = await run({ pods: ['a'] }, objects);
    assert.match(unready.reason?.message ?? '', /the only pod behind Service kubia is not ready/);
    assert.match(
      unready.evidence[0]?.text ?? '',
      /pod\/a: container kubia is running but not ready: its readiness probe/,
    );
    const other = await run({ pods: ['b'] }, objects);
    assert.match(other.reason?.message ?? '', /lacks the label app=kubia that the Service selects \(it has app=kuba\)/);
    const none = await run({ count: 1 }, [serviceObject(), podObject('b', { app: 'kuba' })]);
    assert.match(
      none.reason?.message ?? '',
      /No pod matches the selector app=kubia of Service kubia\. Did you mean app=kuba/,
    );
    const bare = await run({ count: 1 }, [serviceObject({ spec: { selector: null } })]);
    assert.match(bare.reason?.message ?? '', /has no selector/);
  });

  it('compares ready endpoints only', async () => {
    const objects = [
      serviceObject(),
      sliceObject([podEndpoint('a', '10.244.0.1'), podEndpoint('b', '10.244.0.2', { ready: false })]),
    ];
    assert.equal((await run({ pods: ['a'] }, objects)).outcome, 'passed');
    assert.equal((await run({ pods: ['b'], ready: false }, objects)).outcome, 'passed');
    assert.equal((await run({ pods: ['a', 'b'], ready: 'any' }, objects)).outcome, 'passed');
    assert.equal((await run({ pods: ['a', 'b'] }, objects)).outcome, 'failed');
  });

  it('expects none for an empty list, and ignores pods that are being deleted', async () => {
    const empty = [serviceObject(), sliceObject([])];
    assert.equal((await run({ pods: [] }, empty)).outcome, 'passed');
    assert.equal((await run({ count: 0 }, empty)).outcome, 'passed');
    assert.equal((await run({ pods: [] })).outcome, 'failed');
    const gone = podObject('kubia-9');
    const leaving = { ...gone, metadata: { ...gone.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    assert.equal((await run({ labels: 'app=kubia' }, [...serviceWithPods(1), leaving])).outcome, 'passed');
    const ready = podObject('kubia-9');
    assert.equal((await run({ labels: 'app=kubia' }, [...serviceWithPods(1), ready])).outcome, 'failed');
  });

  it('does not pass with an empty set before a controller has written one', async () => {
    const finding = await run({ count: 0 }, [serviceObject()]);
    assert.equal(finding.outcome, 'failed');
    assert.match(finding.reason?.message ?? '', /no EndpointSlice/);
    assert.equal((await run({ count: 0 }, [serviceObject({ spec: { selector: null } })])).outcome, 'passed');
    assert.equal((await run({ count: 0 }, [serviceObject({ spec: { type: 'ExternalName' } })])).outcome, 'passed');
  });

  it('refuses labels that select no pod', async () => {
    await assert.rejects(
      run({ labels: 'app=kuba' }, [serviceObject(), sliceObject([])]),
      (fault) => fault instanceof Unmet && fault.reason.code === 'not-found',
    );
  });

  it('fails without the Service, and is an error for a fault of the server', async () => {
    await assert.rejects(run({ count: 0 }, []), (fault) => fault instanceof Unmet && fault.reason.code === 'not-found');
    const cluster = fakeCluster();
    cluster.api.get = async () => {
      throw new UnreachableError('reset');
    };
    await assert.rejects(
      endpointsAre.run({ service: 'kubia', count: 0, ready: true }, stepContext(cluster)),
      UnreachableError,
    );
  });

  it('has a title, and watches slices, pods and the Service', () => {
    const spec = { service: 'kubia', labels: 'app=kubia', ready: true };
    assert.equal(endpointsAre.describe(spec), 'the ready endpoints of kubia are the pods with app=kubia');
    assert.deepEqual(
      endpointsAre.watches?.(spec, stepContext(fakeCluster())).map(({ kind }) => kind),
      ['EndpointSlice', 'Pod', 'Service'],
    );
  });
});
