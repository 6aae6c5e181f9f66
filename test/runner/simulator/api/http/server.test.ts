import assert from 'node:assert/strict';
import { serveApi } from './api-client.ts';

describe('API server', () => {
  it('wants a token that was given out; without one it tells its health and version', async () => {
    const { ask, server } = await serveApi();
    assert.equal((await ask('GET', '/api', { token: 'wrong' })).status, 401);
    const nobody = await ask('GET', '/api/v1/pods', { token: '' });
    assert.deepEqual(
      [nobody.status, nobody.body.message],
      [
        403,
        'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" at the cluster scope',
      ],
    );
    assert.equal((await ask('GET', '/livez', { token: '' })).text, 'ok');
    assert.equal((await ask('GET', '/version', { token: '' })).body['gitVersion'], 'v1.34.4');
    assert.equal((await ask('GET', '/api')).status, 200);
    await server.close();
  });

  it('listens on loopback only and stops', async () => {
    const { ask, server } = await serveApi();
    assert.match(server.url, /^https:\/\/127\.0\.0\.1:\d+$/);
    await server.close();
    await assert.rejects(ask('GET', '/api'));
  });
});
