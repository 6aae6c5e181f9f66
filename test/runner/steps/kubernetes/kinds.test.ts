import assert from 'node:assert/strict';
import { Unobservable } from '../../../../runner/steps/finding.ts';
import { resolveKind } from '../../../../runner/steps/kubernetes/kinds.ts';

describe('resolveKind', () => {
  for (const [text, apiVersion, kind] of [
    ['Service', 'v1', 'Service'],
    ['services', 'v1', 'Service'],
    ['svc', 'v1', 'Service'],
    ['deploy', 'apps/v1', 'Deployment'],
    ['po', 'v1', 'Pod'],
    ['ep', 'v1', 'Endpoints'],
    ['endpoints', 'v1', 'Endpoints'],
    ['eps', 'discovery.k8s.io/v1', 'EndpointSlice'],
    ['endpointslices', 'discovery.k8s.io/v1', 'EndpointSlice'],
    ['ing', 'networking.k8s.io/v1', 'Ingress'],
    ['ingresses', 'networking.k8s.io/v1', 'Ingress'],
    ['ingressclass', 'networking.k8s.io/v1', 'IngressClass'],
    ['netpol', 'networking.k8s.io/v1', 'NetworkPolicy'],
    ['cm', 'v1', 'ConfigMap'],
    ['ns', 'v1', 'Namespace'],
    ['sa', 'v1', 'ServiceAccount'],
    ['rc', 'v1', 'ReplicationController'],
    ['rs', 'apps/v1', 'ReplicaSet'],
    ['sts', 'apps/v1', 'StatefulSet'],
    ['ds', 'apps/v1', 'DaemonSet'],
    ['job', 'batch/v1', 'Job'],
    ['secret', 'v1', 'Secret'],
    ['node', 'v1', 'Node'],
  ] as const)
    it(`${text} is ${apiVersion} ${kind}`, () => assert.deepEqual(resolveKind(text), { apiVersion, kind }));

  it('uses the given version', () => {
    assert.deepEqual(resolveKind('Gateway', 'gateway.networking.k8s.io/v1'), {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
    });
    assert.deepEqual(resolveKind('ingress', 'extensions/v1beta1'), {
      apiVersion: 'extensions/v1beta1',
      kind: 'Ingress',
    });
  });

  it('refuses an unknown kind, and suggests one', () => {
    assert.throws(
      () => resolveKind('Serivce'),
      (fault) =>
        fault instanceof Unobservable &&
        fault.reason.code === 'spec-invalid' &&
        /Service/.test(fault.reason.hint ?? ''),
    );
    assert.throws(
      () => resolveKind('Gateway'),
      (fault) => fault instanceof Unobservable && /apiVersion/.test(fault.reason.hint ?? ''),
    );
  });
});
