import assert from 'node:assert/strict';
import { commandProtocols } from '../../../../../runner/simulator/api/streaming/websocket-command.ts';
import { serveStreams } from './connect.ts';

describe('exec and attach over WebSocket', () => {
  let api: Awaited<ReturnType<typeof serveStreams>>;
  before(async () => {
    api = await serveStreams();
  });
  after(() => api.server.close());

  it('carries input, both outputs and the status', async () => {
    const heard = await api.exec('exec?command=cat&stdin=true', 'hellö');
    assert.equal(heard[1], 'hellö');
    assert.equal(heard[2], 'done');
    assert.equal(JSON.parse(heard[3] ?? '').status, 'Success');
  });

  it('a terminal has one output', async () => {
    const heard = await api.exec('exec?command=cat&tty=true');
    assert.deepEqual([heard[1], heard[2]], ['done', undefined]);
  });

  it('tells exit codes and missing programs', async () => {
    const failed = JSON.parse((await api.exec('exec?command=fail'))[3] ?? '');
    assert.deepEqual(failed.details, { causes: [{ reason: 'ExitCode', message: '3' }] });
    const missing = JSON.parse((await api.exec('exec?command=missing'))[3] ?? '');
    assert.match(
      missing.message,
      /^Internal error occurred: Internal error occurred: error executing command in container: .*no such program$/,
    );
  });

  it('attaches, also for clients that speak v4', async () => {
    for (const protocol of commandProtocols)
      assert.equal((await api.exec('attach?stdout=true', undefined, protocol))[1], 'attached');
  });
});
