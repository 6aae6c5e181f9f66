import assert from 'node:assert/strict';
import { isManaged } from '../../../../../../runner/simulator/api/kinds/support/endpoints.ts';

describe('objects of endpoints', () => {
  it('that a controller keeps have its label', () => {
    const labelled = (labels: Record<string, string>) =>
      isManaged({ apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'e', uid: '', resourceVersion: '', labels } });
    assert.equal(labelled({ 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' }), true);
    assert.equal(labelled({ 'endpointslice.kubernetes.io/managed-by': 'me' }), false);
  });
});
