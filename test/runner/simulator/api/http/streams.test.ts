import assert from 'node:assert/strict';
import { flagOf, logOptionsOf } from '../../../../../runner/simulator/api/http/streams.ts';
import { podOf } from '../../cluster.ts';
import { serveApi } from './api-client.ts';

describe('streams', () => {
  let api: Awaited<ReturnType<typeof serveApi>>;
  before(async () => {
    api = await serveApi();
    api.create('Pod', podOf('p'));
  });
  after(() => api.server.close());
  const pod = '/api/v1/namespaces/default/pods/p';

  it('reads logs', async () => {
    assert.equal((await api.ask('GET', `${pod}/log`)).text, 'first\nlast\n');
    assert.equal((await api.ask('GET', `${pod}/log?tailLines=1`)).text, 'last\n');
    assert.equal((await api.ask('GET', `${pod}/log?tailLines=x`)).status, 400);
    assert.equal(logOptionsOf(new URLSearchParams('follow=true')).follow, true);
  });

  it('reads flags as the API server does', () => {
    const query = new URLSearchParams('a=true&b=1&c=yes&d=&f=false&g=0&h=False');
    assert.deepEqual(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => flagOf(query, name)),
      [true, true, true, true, false, false, false, false],
    );
  });
});
