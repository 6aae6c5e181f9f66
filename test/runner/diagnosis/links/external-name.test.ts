import assert from 'node:assert/strict';
import { externalName } from '../../../../runner/diagnosis/links/external-name.ts';
import { explainLink } from '../../../support/explain-link.ts';
import { serviceObject, serviceWithPods } from '../../../support/service-objects.ts';

describe('link external-name', () => {
  it('holds for a sound Service', async () =>
    assert.equal(await explainLink(externalName, serviceWithPods(2)), undefined));

  it('reports a Service of type ExternalName', async () => {
    const reason = await explainLink(externalName, [
      serviceObject({ spec: { type: 'ExternalName', externalName: 'example.com' } }),
    ]);
    assert.match(reason?.message ?? '', /DNS alias for example\.com/);
  });
});
