import assert from 'node:assert/strict';
import { warningsAt, warningsOfEndpoints } from '../../../../runner/simulator/api/warnings.ts';

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
});
