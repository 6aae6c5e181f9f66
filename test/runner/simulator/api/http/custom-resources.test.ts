import assert from 'node:assert/strict';
import { answerAboutDefinitions } from '../../../../../runner/simulator/api/http/custom-resources.ts';

describe('custom kinds', () => {
  it('there are none', () => {
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/a.b';
    const answer = answerAboutDefinitions('GET', path);
    assert.deepEqual(typeof answer?.body === 'object' && answer.body['items'], []);
    assert.equal(answerAboutDefinitions('POST', path), undefined);
    assert.equal(answerAboutDefinitions('GET', '/apis/apps/v1/deployments'), undefined);
  });
});
