import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { readHosts } from '../../../../../runner/cluster/kind/engine/engine-candidates.ts';
import { findRefusal, refusalOf } from '../../../../../runner/cluster/kind/engine/refusal.ts';

const listen = (server: Server, path: string): Promise<void> => new Promise((resolve) => server.listen(path, resolve));

describe('refusalOf', () => {
  let folder: string;
  const servers: Server[] = [];
  // The client sends everything to the host of DOCKER_HOST, also requests for a socket.
  const { DOCKER_HOST } = process.env;
  const socket = (name: string) => ({ name, options: { socketPath: join(folder, name) } });

  before(async () => {
    delete process.env['DOCKER_HOST'];
    folder = await mkdtemp(join(tmpdir(), 'engine-'));
    const answering = createServer((_request, response) => response.end('OK'));
    const silent = createServer(() => undefined);
    servers.push(answering, silent);
    await Promise.all([listen(answering, join(folder, 'good')), listen(silent, join(folder, 'silent'))]);
  });
  after(async () => {
    if (DOCKER_HOST === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = DOCKER_HOST;
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    await rm(folder, { recursive: true });
  });

  it('is undefined as soon as one engine answers', async () => {
    assert.equal(await refusalOf([socket('missing'), socket('good')], 1_000), undefined);
  });

  it('names every place and why it failed, and does not wait for a silent engine', async () => {
    const refusal = await refusalOf([socket('missing'), socket('silent')], 300);
    assert.match(refusal?.reason ?? '', /missing: there is no such socket; silent: no answer within 300 ms/);
    assert.equal(refusal?.code, 'docker-unavailable');
    assert.match(refusal?.hint ?? '', /DOCKER_HOST/);
  });

  it('reports a DOCKER_HOST that is not an address', async () => {
    process.env['DOCKER_HOST'] = 'tcp://a b';
    const refusal = await findRefusal();
    assert.equal(refusal?.code, 'docker-unavailable');
    assert.match(refusal?.reason ?? '', /cannot be used: DOCKER_HOST env variable should be something like/);
  });
});

describe('readHosts', () => {
  it("reads testcontainers' own file", () => {
    assert.deepEqual(
      readHosts('# x\ntc.host=tcp://10.0.0.1:2375\n docker.host = unix:///run/x.sock\nother=tcp://no\n'),
      [
        { name: 'tcp://10.0.0.1:2375', options: { host: '10.0.0.1', port: 2375 } },
        { name: 'unix:///run/x.sock', options: { socketPath: '/run/x.sock' } },
      ],
    );
  });
});
