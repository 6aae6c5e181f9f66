import assert from 'node:assert/strict';
import { warningsAt, warningsOf, warningsOfEndpoints } from '../../../../runner/simulator/api/warnings.ts';
import type { Unstructured } from '../../../../runner/simulator/objects/metadata.ts';

describe('warnings', () => {
  it('Endpoints are deprecated since 1.33', () => {
    assert.deepEqual(warningsOfEndpoints('Endpoints'), [
      'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
    ]);
    assert.deepEqual(warningsOfEndpoints('Service'), []);
  });

  it('a request that is refused is told so too', () => {
    assert.equal(warningsAt('/api/v1/namespaces/default/endpoints/nope').length, 1);
    assert.equal(warningsAt('/api/v1/endpoints?limit=1').length, 1);
    assert.deepEqual(warningsAt('/api/v1/namespaces/endpoints/services'), []);
    assert.deepEqual(warningsAt('/api/v1/namespaces/default/services/endpoints'), []);
  });

  for (const [kind, fields, warning] of [
    [
      'Service',
      { spec: { externalIPs: ['010.0.0.1'] } },
      'spec.externalIPs[0]: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
    ],
    [
      'Service',
      { spec: { loadBalancerSourceRanges: ['10.0.0.1/8'] } },
      'spec.loadBalancerSourceRanges[0]: CIDR value "10.0.0.1/8" is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/32"?)',
    ],
    [
      'EndpointSlice',
      { addressType: 'IPv6', endpoints: [{ addresses: ['FD00::1'] }] },
      'endpoints[0].addresses[0]: IPv6 address "FD00::1" should be in RFC 5952 canonical format ("fd00::1")',
    ],
    [
      'EndpointSlice',
      { addressType: 'IPv6', endpoints: [{ addresses: ['::ffff:1.2.3.4'] }] },
      'endpoints[0].addresses[0]: non-standard IP address "::ffff:1.2.3.4" will be considered invalid in a future Kubernetes release: use "1.2.3.4"',
    ],
    ['EndpointSlice', { addressType: 'FQDN' }, 'spec.addressType: FQDN endpoints are deprecated'],
    [
      'Ingress',
      { spec: {}, metadata: { annotations: { 'kubernetes.io/ingress.class': 'nginx' } } },
      `annotation "kubernetes.io/ingress.class" is deprecated, please use 'spec.ingressClassName' instead`,
    ],
  ] as const)
    it(warning, () => {
      const object = { kind, metadata: {}, ...fields } as unknown as Unstructured;
      assert.deepEqual(warningsOf(object, true), [warning]);
    });

  it('what controllers write is not looked at', () => {
    const subsets = [{ addresses: [{ ip: '010.0.0.1' }] }];
    const object = { kind: 'Endpoints', metadata: {}, subsets } as unknown as Unstructured;
    assert.equal(warningsOf(object, false).length, 2);
    const labels = { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' };
    assert.equal(warningsOf({ ...object, metadata: { ...object.metadata, labels } } as Unstructured, false).length, 1);
  });
});
