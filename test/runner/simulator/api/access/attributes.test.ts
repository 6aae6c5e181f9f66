import assert from 'node:assert/strict';
import { attributesOf } from '../../../../../runner/simulator/api/access/attributes.ts';

const of = (method: string, path: string): string =>
  Object.values(attributesOf(method, new URL(path, 'https://x')))
    .map((each) => each ?? '-')
    .join(' ');

describe('what a request wants', () => {
  for (const [method, path, expected] of [
    ['GET', '/api/v1/pods', 'list  pods - - -'],
    ['GET', '/api/v1/namespaces/a/pods', 'list  pods - a -'],
    ['GET', '/api/v1/namespaces/a/pods?watch=true', 'watch  pods - a -'],
    ['GET', '/api/v1/namespaces/a/pods/p', 'get  pods - a p'],
    ['GET', '/api/v1/namespaces/a/pods/p/log', 'get  pods log a p'],
    ['POST', '/api/v1/namespaces/a/pods/p/exec', 'create  pods exec a p'],
    ['PUT', '/apis/apps/v1/namespaces/a/deployments/d/scale', 'update apps deployments scale a d'],
    ['PATCH', '/apis/apps/v1/namespaces/a/deployments/d', 'patch apps deployments - a d'],
    ['DELETE', '/api/v1/namespaces/a/pods/p', 'delete  pods - a p'],
    ['DELETE', '/api/v1/namespaces/a/pods', 'deletecollection  pods - a -'],
    ['GET', '/api/v1/namespaces', 'list  namespaces - - -'],
    ['GET', '/api/v1/namespaces/a', 'get  namespaces - a a'],
    ['PUT', '/api/v1/namespaces/a/finalize', 'update  namespaces finalize a a'],
    ['GET', '/api/v1/nodes/n', 'get  nodes - - n'],
    ['GET', '/apis', 'get /apis'],
    ['GET', '/apis/apps/v1', 'get /apis/apps/v1'],
    ['POST', '/version', 'post /version'],
    ['GET', '/api/v1/namespaces/%zz/pods', 'list  pods - %zz -'],
  ] as const)
    it(`${method} ${path}`, () => assert.equal(of(method, path), expected));
});
