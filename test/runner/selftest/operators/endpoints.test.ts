import assert from 'node:assert/strict';
import { breakEndpointSlice, breakEndpoints } from '../../../../runner/selftest/operators/endpoints.ts';
import { mistakesOf } from '../mistakes.ts';

describe('mistakes in manual endpoints', () => {
  it('change each address and each port of Endpoints', () =>
    assert.deepEqual(
      mistakesOf(
        breakEndpoints({
          subsets: [{ addresses: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }], ports: [{ port: '${external.0.port}' }] }],
        }),
      ),
      [
        'address subsets.0.addresses.0.ip=192.0.2.99',
        'address subsets.0.addresses.1.ip=192.0.2.99',
        'port subsets.0.ports.0.port=8099',
      ],
    ));

  it('also change the label that links an EndpointSlice to its Service', () =>
    assert.deepEqual(
      mistakesOf(
        breakEndpointSlice({
          metadata: { labels: { 'kubernetes.io/service-name': 'web' } },
          endpoints: [{ addresses: ['10.0.0.1'] }],
          ports: [{ port: 80 }],
        }),
      ),
      [
        'address endpoints.0.addresses.0=192.0.2.99',
        'port ports.0.port=81',
        'labels metadata.labels.kubernetes.io/service-name=other',
      ],
    ));
});
