import assert from 'node:assert/strict';
import { isLocal } from '../../../../../runner/steps/expose/support/local-policy.ts';
import { serviceObject } from '../../../../support/service-objects.ts';

describe('isLocal', () => {
  it('reads externalTrafficPolicy, which is Cluster by default', () => {
    assert.equal(isLocal(serviceObject()), false);
    assert.equal(isLocal(serviceObject({ spec: { externalTrafficPolicy: 'Cluster' } })), false);
    assert.equal(isLocal(serviceObject({ spec: { externalTrafficPolicy: 'Local' } })), true);
  });
});
