import assert from 'node:assert/strict';
import type { KubernetesObject } from '../../../../../runner/cluster/cluster.ts';
import {
  whyDifferent,
  whyMissing,
  whyNone,
  whyPresent,
} from '../../../../../runner/steps/discover/support/explain-environment.ts';
import { serviceObject } from '../../../../support/service-objects.ts';
import { early, late, podStarted, serviceBorn } from '../fake-environment.ts';

const objects = (service: KubernetesObject, pod: KubernetesObject, neighbours = [service]) => ({
  service,
  pod,
  neighbours,
});
const textOf = ({ message, hint = '' }: { message: string; hint?: string }): string => `${message} ${hint}`;

describe('whyNone', () => {
  it('names headless and ExternalName Services', () => {
    assert.match(whyNone(serviceObject({ clusterIP: 'None' }))?.message ?? '', /kubia is headless/);
    assert.match(
      whyNone(serviceObject({ clusterIP: '', spec: { type: 'ExternalName' } }))?.message ?? '',
      /is of type ExternalName/,
    );
    assert.equal(whyNone(serviceObject()), undefined);
  });
});

describe('whyMissing', () => {
  it('reports that the pod is older than the Service', () => {
    const why = textOf(whyMissing(objects(serviceBorn(late), podStarted(early))));
    assert.match(why, /kubia-1 is older than Service kubia.*started at 2026-01-01T00:00:00Z.*created at .*10Z/);
    assert.match(why, /Delete the pod and create it again/);
  });

  it('reports a pod that started in the same second or later', () => {
    assert.match(textOf(whyMissing(objects(serviceBorn(late), podStarted(late)))), /in the same second/);
    assert.match(
      textOf(whyMissing(objects(serviceBorn(early), podStarted(late)))),
      /did not know the current Service kubia/,
    );
  });

  it('advises to delete the pod of a controller', () => {
    const pod = podStarted(early);
    const owned = { ...pod, metadata: { ...pod.metadata, ownerReferences: [{ kind: 'ReplicaSet', name: 'kubia' }] } };
    assert.match(textOf(whyMissing(objects(serviceBorn(late), owned))), /kubectl delete pod kubia-1/);
  });

  it('reports that service links are off, except for the API server', () => {
    const pod = podStarted(late, { enableServiceLinks: false });
    assert.match(textOf(whyMissing(objects(serviceBorn(early), pod))), /enableServiceLinks: false/);
    const kubernetes = serviceBorn(early, { name: 'kubernetes' });
    const api = { ...kubernetes, metadata: { ...kubernetes.metadata, namespace: 'default' } };
    assert.doesNotMatch(textOf(whyMissing(objects(api, pod))), /enableServiceLinks|namespace default/);
  });

  it('reports that the Service is in another namespace', () => {
    const service = serviceBorn(early);
    const other = { ...service, metadata: { ...service.metadata, namespace: 'other' } };
    assert.match(textOf(whyMissing(objects(other, podStarted(late)))), /in namespace other.*DNS name kubia\.other/);
  });
});

describe('whyDifferent', () => {
  it('reports that the Service has changed', () =>
    assert.match(
      textOf(whyDifferent('KUBIA_SERVICE_HOST', objects(serviceBorn(late), podStarted(early)))),
      /was changed or created again/,
    ));

  it("reports that the container's own env has priority", () => {
    const pod = podStarted(late, {
      containers: [{ name: 'kubia', env: [{ name: 'KUBIA_SERVICE_HOST', value: 'x' }] }],
    });
    assert.match(textOf(whyDifferent('KUBIA_SERVICE_HOST', objects(serviceBorn(early), pod))), /own env sets/);
  });

  it('reports that another Service has the same variable names', () => {
    const service = serviceBorn(early);
    const neighbours = [service, serviceObject({ name: 'kubia-service' })];
    assert.match(
      textOf(whyDifferent('KUBIA_SERVICE_PORT', objects(service, podStarted(late), neighbours))),
      /Service kubia-service also has a variable KUBIA_SERVICE_PORT/,
    );
  });
});

describe('whyPresent', () => {
  it('reports that the Service, or an earlier one, existed first', () => {
    const present = (service: KubernetesObject, pod: KubernetesObject) =>
      textOf(whyPresent('KUBIA_SERVICE_HOST', objects(service, pod)));
    assert.match(present(serviceBorn(early), podStarted(late)), /already existed \(since .*00Z\) when/);
    assert.match(present(serviceBorn(late), podStarted(early)), /earlier Service of that name/);
  });
});
