import assert from 'node:assert/strict';
import { writeAmounts } from '../../../../../runner/simulator/api/limits/amounts.ts';
import { countObjects, objectCount } from '../../../../../runner/simulator/api/limits/evaluator.ts';
import { apiKind, makeApi } from '../../cluster.ts';

describe('evaluators', () => {
  it('count objects by the name of their resource, and by others', () => {
    const { resource } = apiKind('Deployment');
    assert.equal(objectCount(resource), 'count/deployments.apps');
    const evaluator = countObjects(resource, 'deployments');
    assert.deepEqual(['deployments', 'count/deployments.apps', 'pods'].map(evaluator.counts), [true, true, false]);
    const object = makeApi().create('ConfigMap', { metadata: { name: 'c' } });
    assert.deepEqual(writeAmounts(evaluator.usage(object, 0)), { 'count/deployments.apps': '1', deployments: '1' });
  });
});
