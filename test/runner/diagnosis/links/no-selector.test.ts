import assert from 'node:assert/strict';
import { noSelector } from '../../../../runner/diagnosis/links/no-selector.ts';
import { explainLink } from '../../../support/explain-link.ts';
import { serviceObject, serviceWithPods } from '../../../support/service-objects.ts';

describe('link no-selector', () => {
  it('holds for a sound Service', async () =>
    assert.equal(await explainLink(noSelector, serviceWithPods(2)), undefined));

  it('reports a Service without a selector', async () => {
    const { selector: _none, ...spec } = serviceObject()['spec'] as Record<string, never>;
    const reason = await explainLink(noSelector, [{ ...serviceObject(), spec }]);
    assert.match(reason?.message ?? '', /has no selector, so Kubernetes creates no endpoints/);
  });
});
