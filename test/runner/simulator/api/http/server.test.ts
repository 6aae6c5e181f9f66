import assert from 'node:assert/strict';
import { nextTurn, systemClock } from '../../../../../runner/core/clock.ts';
import { announcing } from '../../../../support/announcing-clock.ts';
import { reach, serveApi } from './api-client.ts';

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

  it('announces a client from outside for as long as it is connected', async () => {
    const told = announcing(systemClock);
    const { ask, server } = await serveApi(reach, told.clock);
    assert.equal(told.outside, 0);
    // The connection stays for the next request.
    await ask('GET', '/api');
    assert.equal(told.outside, 1);
    await server.close();
    // The server is told before its sockets are.
    for (let turn = 0; told.outside > 0 && turn < 100; turn++) await nextTurn();
    assert.equal(told.outside, 0);
  });
});
