import assert from 'node:assert/strict';
import { deprecationOf, warningsAt, warningsOf } from '../../../../runner/simulator/api/warnings.ts';
import { apiKind, makeApi } from '../cluster.ts';

describe('warnings', () => {
  it('Endpoints are deprecated since 1.33', () => {
    assert.deepEqual(deprecationOf(apiKind('Endpoints')), [
      'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
    ]);
    assert.deepEqual(deprecationOf(apiKind('Service')), []);
  });

  it('a request that is refused is told so too', () => {
    assert.equal(warningsAt('/api/v1/namespaces/default/endpoints/nope').length, 1);
    assert.equal(warningsAt('/api/v1/endpoints?limit=1').length, 1);
    assert.deepEqual(warningsAt('/api/v1/namespaces/endpoints/services'), []);
    assert.deepEqual(warningsAt('/api/v1/namespaces/default/services/endpoints'), []);
  });

  it('what a kind says of an object comes after that', () => {
    const object = makeApi().create('ConfigMap', { metadata: { name: 'c' } });
    const kind = { ...apiKind('ConfigMap'), deprecation: 'old', warnings: () => ['odd'] };
    assert.deepEqual(warningsOf(kind, object, true), ['old', 'odd']);
  });
});
