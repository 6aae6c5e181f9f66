import assert from 'node:assert/strict';
import { spdyCommandProtocol } from '../../../../../runner/simulator/api/streaming/spdy-command.ts';
import { createSpdyClient } from '../spdy/client.ts';
import { serveStreams } from './connect.ts';

describe('exec and attach over SPDY', () => {
  let api: Awaited<ReturnType<typeof serveStreams>>;
  before(async () => {
    api = await serveStreams();
  });
  after(() => api.server.close());

  const run = async (query: string, input?: string) => {
    const client = createSpdyClient(await api.spdy(query, spdyCommandProtocol));
    const streams: Record<string, number> = {};
    const flags = new URLSearchParams(query.split('?')[1]);
    for (const kind of ['error', 'stdin', 'stdout', 'stderr'])
      if (kind === 'error' || flags.has(kind)) streams[kind] = await client.open({ streamtype: kind });
    if (flags.has('tty')) await client.open({ streamtype: 'resize' });
    if (streams['stdin']) client.say(streams['stdin'], input ?? '', true);
    await client.ended;
    return Object.fromEntries(Object.entries(streams).map(([kind, stream]) => [kind, client.textOf(stream)]));
  };

  it('carries input, both outputs and the status', async () => {
    const heard = await run('exec?command=cat&stdin=true&stdout=true&stderr=true', 'hello');
    assert.deepEqual([heard['stdout'], heard['stderr']], ['hello', 'done']);
    assert.equal(JSON.parse(heard['error'] ?? '').status, 'Success');
  });

  it('tells exit codes', async () => {
    const heard = await run('exec?command=fail&stdout=true');
    assert.equal(JSON.parse(heard['error'] ?? '').details.causes[0].message, '3');
  });

  it('a terminal has one output', async () => {
    assert.equal((await run('exec?command=cat&stdin=true&stdout=true&tty=true', 'x'))['stdout'], 'xdone');
  });

  it('attaches', async () => assert.equal((await run('attach?stdout=true'))['stdout'], 'attached'));

  it('resets streams that nobody asked for', async () => {
    const client = createSpdyClient(await api.spdy('exec?command=cat&stdin=true', spdyCommandProtocol));
    const stream = await client.open({ streamtype: 'nonsense' });
    await client.all(stream);
    assert.deepEqual(client.heard, [{ type: 'rst-stream', stream, status: 5 }]);
    client.send({ type: 'goaway', lastStream: 0, status: 0 });
    await client.ended;
  });
});
