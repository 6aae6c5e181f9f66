import assert from 'node:assert/strict';
import { selector } from '../../../../runner/diagnosis/links/selector.ts';
import { explainLink } from '../../../support/explain-link.ts';
import { podObject, serviceObject, serviceWithPods } from '../../../support/service-objects.ts';

describe('link selector', () => {
  it('holds for a sound Service', async () => assert.equal(await explainLink(selector, serviceWithPods(2)), undefined));

  it('suggests the label that was meant', async () => {
    const pods = [1, 2, 3].map((each) => podObject(`kubia-${each}`));
    const reason = await explainLink(selector, [serviceObject({ spec: { selector: { app: 'kubai' } } }), ...pods]);
    assert.equal(reason?.code, 'no-endpoints');
    assert.equal(
      reason?.message,
      'No pod matches the selector app=kubai of Service kubia. Did you mean app=kubia, which 3 pods have?',
    );
  });

  it('suggests the key that was meant', async () => {
    const reason = await explainLink(selector, [
      serviceObject({ spec: { selector: { ap: 'kubia' } } }),
      podObject('kubia-1'),
    ]);
    assert.match(reason?.message ?? '', /Did you mean app=kubia, which 1 pod has\?/);
  });

  it('reports that there is no pod at all', async () => {
    const reason = await explainLink(selector, [serviceObject()]);
    assert.equal(reason?.message, 'No pod matches the selector app=kubia of Service kubia.');
    assert.match(reason?.hint ?? '', /no pod in the namespace/);
  });
});
