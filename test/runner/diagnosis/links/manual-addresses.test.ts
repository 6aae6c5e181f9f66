import assert from 'node:assert/strict';
import { manualAddresses } from '../../../../runner/diagnosis/links/manual-addresses.ts';
import { explainLink } from '../../../support/explain-link.ts';
import { serviceObject, serviceWithPods, sliceObject } from '../../../support/service-objects.ts';

describe('link manual-addresses', () => {
  it('holds for a sound Service', async () =>
    assert.equal(await explainLink(manualAddresses, serviceWithPods(2)), undefined));

  it('reports addresses that were written by hand, for no controller checks them', async () => {
    const slice = sliceObject([{ addresses: ['11.11.11.11'], conditions: {} }]);
    const reason = await explainLink(manualAddresses, [serviceObject({ spec: { selector: {} } }), slice]);
    assert.match(reason?.message ?? '', /forwards to manual endpoints: 11\.11\.11\.11:8080/);
  });
});
