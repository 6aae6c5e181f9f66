import assert from 'node:assert/strict';
import { serveApi } from './api-client.ts';

describe('API server', () => {
  it('wants the token, except for its health', async () => {
    const { ask, server } = await serveApi();
    assert.equal((await ask('GET', '/api', { token: 'wrong' })).status, 401);
    assert.equal((await ask('GET', '/livez', { token: 'wrong' })).text, 'ok');
    assert.equal((await ask('GET', '/version')).body['gitVersion'], 'v1.34.4');
    await server.close();
  });

  it('listens on loopback only and stops', async () => {
    const { ask, server } = await serveApi();
    assert.match(server.url, /^https:\/\/127\.0\.0\.1:\d+$/);
    await server.close();
    await assert.rejects(ask('GET', '/api'));
  });
});
