import assert from 'node:assert/strict';
import { WebSocket } from 'ws';
import { logOptionsOf } from '../../../../../runner/simulator/api/http/streams.ts';
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

  const exec = (query: string, input?: string): Promise<Record<number, string>> =>
    new Promise((resolve, reject) => {
      const options = { ca: api.certificate.certificate, headers: { authorization: 'Bearer secret' } };
      const socket = new WebSocket(`${api.server.url}${pod}/${query}`, ['v5.channel.k8s.io'], options);
      const heard: Record<number, string> = {};
      socket.on('error', reject);
      socket.on('open', () => {
        if (input !== undefined) socket.send(Buffer.concat([Buffer.from([0]), Buffer.from(input)]));
        socket.send(Buffer.from([255, 0]));
      });
      socket.on('message', (data: Buffer) => {
        heard[data[0] ?? -1] = (heard[data[0] ?? -1] ?? '') + data.subarray(1).toString();
      });
      socket.on('close', () => resolve(heard));
    });

  it('reads logs', async () => {
    assert.equal((await api.ask('GET', `${pod}/log`)).text, 'first\nlast\n');
    assert.equal((await api.ask('GET', `${pod}/log?tailLines=1`)).text, 'last\n');
    assert.equal((await api.ask('GET', `${pod}/log?tailLines=x`)).status, 400);
    assert.equal(logOptionsOf(new URLSearchParams('follow=true')).follow, true);
  });

  it('carries input, both outputs and the status', async () => {
    const heard = await exec('exec?command=cat&stdin=true', 'hello');
    assert.equal(heard[1], 'hello');
    assert.equal(heard[2], 'done');
    assert.equal(JSON.parse(heard[3] ?? '').status, 'Success');
  });

  it('tells exit codes and missing programs', async () => {
    const failed = JSON.parse((await exec('exec?command=fail'))[3] ?? '');
    assert.deepEqual(failed.details, { causes: [{ reason: 'ExitCode', message: '3' }] });
    const missing = JSON.parse((await exec('exec?command=missing'))[3] ?? '');
    assert.match(missing.message, /^Internal error occurred: error executing command in container: .*no such program$/);
  });

  it('attaches', async () => assert.equal((await exec('attach?stdout=true'))[1], 'attached'));

  it('refuses before the upgrade', async () => {
    await assert.rejects(exec('exec'), /400/);
    await assert.rejects(exec('portforward'), /404/);
  });
});
