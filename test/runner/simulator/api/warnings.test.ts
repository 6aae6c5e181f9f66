import assert from 'node:assert/strict';
import { warningsOfEndpoints } from '../../../../runner/simulator/api/warnings.ts';

describe('warnings', () => {
  it('Endpoints are deprecated since 1.33', () => {
    assert.deepEqual(warningsOfEndpoints('Endpoints'), [
      'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
    ]);
    assert.deepEqual(warningsOfEndpoints('Service'), []);
  });
});
