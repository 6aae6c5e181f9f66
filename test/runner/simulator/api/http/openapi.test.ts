import assert from 'node:assert/strict';
import { openapiDocument, openapiIndex } from '../../../../../runner/simulator/api/http/openapi.ts';

describe('openapi', () => {
  it('has a document for each group', () => {
    for (const prefix of Object.keys(openapiIndex()['paths'] as object)) assert.ok(openapiDocument(prefix), prefix);
    assert.equal(openapiDocument('apis/nope/v1'), undefined);
  });

  it('says that writes are validated by the server', () => {
    const paths = openapiDocument('api/v1')?.['paths'] as Record<string, { patch: { parameters: { name: string }[] } }>;
    const { parameters } = paths['/api/v1/namespaces/{namespace}/services/{name}']?.patch ?? { parameters: [] };
    assert.ok(parameters.some(({ name }) => name === 'fieldValidation'));
  });
});
