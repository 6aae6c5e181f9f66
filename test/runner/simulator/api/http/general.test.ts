import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { serveGeneral } from '../../../../../runner/simulator/api/http/general.ts';

const ask = (path: string, accept = 'application/json') =>
  serveGeneral(path, { headers: { accept } } as IncomingMessage, '127.0.0.1:1');

describe('general paths', () => {
  it('are known or refused', () => {
    for (const path of [
      '/version',
      '/api',
      '/apis',
      '/api/v1',
      '/apis/apps',
      '/apis/apps/v1',
      '/openapi/v2',
      '/openapi/v3',
      '/openapi/v3/api/v1',
    ])
      assert.equal(ask(path).status, 200, path);
    for (const path of ['/', '/apis/nope', '/apis/apps/v2', '/openapi/v3/x'])
      assert.throws(() => ask(path), { code: 404 });
  });

  it('discovery comes in one piece to who asks so', () => {
    const { contentType } = ask('/apis', 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
    assert.match(String(contentType), /as=APIGroupDiscoveryList/);
  });
});
