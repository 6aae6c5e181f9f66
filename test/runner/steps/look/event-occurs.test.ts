import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../runner/cluster/cluster.ts';
import { type EventOccursSpec, eventOccurs } from '../../../../runner/steps/look/event-occurs.ts';
import { eventObject } from '../../../support/event-object.ts';
import { fakeCluster } from '../../../support/fake-cluster.ts';
import { lookOnce, verdictOf } from '../../../support/look.ts';
import { podObject, serviceObject } from '../../../support/service-objects.ts';
import { stepContext } from '../../../support/step-context.ts';

const ensured = eventObject('EnsuredLoadBalancer', 'Ensured load balancer', { kind: 'Service', name: 'kubia' });
const ensuring = eventObject('EnsuringLoadBalancer', 'Ensuring load balancer', { kind: 'Service', name: 'kubia' });
const spec = (more: Partial<EventOccursSpec> = {}): EventOccursSpec => ({
  object: 'service/kubia',
  reason: 'EnsuredLoadBalancer',
  ...more,
});
const look = (body: EventOccursSpec, ...objects: KubernetesObject[]) =>
  lookOnce(eventOccurs, body, stepContext(fakeCluster({ objects })));

describe('event-occurs', () => {
  it('passes for an event with the reason', async () => {
    const finding = await look(spec(), serviceObject(), ensuring, ensured);
    assert.equal(verdictOf(finding), 'passed');
    assert.equal(finding.actual, 'Normal EnsuredLoadBalancer: Ensured load balancer');
    assert.deepEqual(finding.observation, {
      reason: 'EnsuredLoadBalancer',
      type: 'Normal',
      message: 'Ensured load balancer',
    });
    assert.equal(finding.reproduce, 'kubectl events -n demo --for service/kubia');
  });

  it('lists the events that exist, and suggests a reason', async () => {
    const finding = await look(spec({ reason: 'EnsuredLoadBalancr' }), serviceObject(), ensuring, ensured);
    assert.equal(verdictOf(finding), 'failed not-found');
    assert.match(finding.reason?.message ?? '', /There are only the events EnsuringLoadBalancer, EnsuredLoadBalancer/);
    assert.equal(finding.reason?.hint, 'Did you mean EnsuredLoadBalancer?');
    assert.match(finding.evidence[0]?.text ?? '', /Normal EnsuringLoadBalancer: Ensuring load balancer\n/);
    assert.match((await look(spec(), serviceObject())).reason?.message ?? '', /There are no events about it\./);
  });

  it('needs the type and the message in the same event', async () => {
    const failed = eventObject('Failed', 'Error: ErrImagePull', { type: 'Warning' });
    const other = eventObject('Failed', 'done', { time: '2026-01-01T00:00:01Z' });
    const body = { object: 'pod/kubia-1', reason: 'Failed' };
    const objects = [podObject('kubia-1'), failed, other];
    assert.equal(verdictOf(await look({ ...body, type: 'Warning', contains: 'ErrImagePull' }, ...objects)), 'passed');
    const finding = await look({ ...body, type: 'Normal', contains: 'ErrImagePull' }, ...objects);
    assert.equal(verdictOf(finding), 'failed not-found');
    assert.match(
      finding.reason?.message ?? '',
      /The events with this reason are: Warning Failed: .*; Normal Failed: done/,
    );
  });

  it('reads the events of all selected objects, and of no others', async () => {
    const events = [eventObject('Unhealthy', 'Readiness probe failed', { name: 'b' })];
    const body = { object: 'pod/app=kubia', reason: 'Unhealthy' };
    assert.equal(verdictOf(await look(body, podObject('a'), podObject('b'), ...events)), 'passed');
    assert.equal(verdictOf(await look(body, podObject('a'), ...events)), 'failed not-found');
    assert.match((await look(body, ...events)).reason?.message ?? '', /No Pod matches the label selector/);
  });

  it('ignores events of an earlier object of the same name, but reads those of a deleted one', async () => {
    const uid = (service: KubernetesObject) => ({ ...service, metadata: { ...service.metadata, uid: 'now' } });
    const former = eventObject('EnsuredLoadBalancer', 'x', { kind: 'Service', name: 'kubia', uid: 'before' });
    assert.equal(verdictOf(await look(spec(), uid(serviceObject()), former)), 'failed not-found');
    assert.equal(verdictOf(await look(spec(), former)), 'passed');
  });

  it('reports that the object does not exist', async () => {
    const finding = await look(spec({ object: 'service/kubai' }), serviceObject(), ensured);
    assert.equal(verdictOf(finding), 'failed not-found');
    assert.match(finding.reason?.hint ?? '', /There is no Service kubai in namespace demo/);
  });

  it('reports that the kind is not served', async () => {
    const cluster = fakeCluster();
    cluster.api.isNamespaced = async () => undefined;
    const body = spec({ object: 'Thing/x', apiVersion: 'example.com/v1' });
    const finding = await lookOnce(eventOccurs, body, stepContext(cluster));
    assert.equal(verdictOf(finding), 'failed not-found');
    assert.match(finding.reason?.message ?? '', /no matches for kind "Thing"/);
  });

  it('has a title', () =>
    assert.equal(
      eventOccurs.describe(spec({ type: 'Normal', contains: 'balancer' })),
      'there is an event EnsuredLoadBalancer of type Normal containing "balancer" about service/kubia',
    ));
});
