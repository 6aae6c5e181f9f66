import assert from 'node:assert/strict';
import { isOfDefinitions, serveDefinitions } from '../../../../../runner/simulator/api/http/custom-resources.ts';

describe('custom kinds', () => {
  it('there are none, and none can be made', () => {
    assert.ok(isOfDefinitions('/apis/apiextensions.k8s.io/v1/customresourcedefinitions/a.b'));
    assert.deepEqual((serveDefinitions('GET').body as { items: unknown }).items, []);
    assert.throws(() => serveDefinitions('POST'), /use --cluster kind for custom kinds/);
  });
});
