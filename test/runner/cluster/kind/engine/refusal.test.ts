import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHosts } from '../../../../../runner/cluster/kind/engine/engine-candidates.ts';
import { refusalOf } from '../../../../../runner/cluster/kind/engine/refusal.ts';

const listen = (server: Server, path: string): Promise<void> => new Promise((resolve) => server.listen(path, resolve));

describe('refusalOf', () => {
  let folder: string;
  const servers: Server[] = [];
  const socket = (name: string) => ({ name, options: { socketPath: join(folder, name) } });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'engine-'));
    const answering = createServer((_request, response) => response.end('OK'));
    const silent = createServer(() => undefined);
    servers.push(answering, silent);
    await Promise.all([listen(answering, join(folder, 'good')), listen(silent, join(folder, 'silent'))]);
  });
  after(async () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    await rm(folder, { recursive: true });
  });

  it('has none as soon as one engine answers', async () => {
    assert.equal(await refusalOf([socket('missing'), socket('good')], 1_000), undefined);
  });

  it('names every place and why it failed, and does not wait for the silent', async () => {
    const refusal = await refusalOf([socket('missing'), socket('silent')], 30);
    assert.match(refusal?.reason ?? '', /missing: there is no such socket; silent: no answer within 30 ms/);
    assert.equal(refusal?.code, 'docker-unavailable');
    assert.match(refusal?.hint ?? '', /DOCKER_HOST/);
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
