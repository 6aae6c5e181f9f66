import assert from 'node:assert/strict';
import type { Duplex } from 'node:stream';
import { portForwardProtocol } from '../../../../../runner/simulator/api/streaming/port-forward.ts';
import { createSpdyClient } from '../spdy/client.ts';
import { serveStreams } from './connect.ts';

describe('port-forward', () => {
  let api: Awaited<ReturnType<typeof serveStreams>>;
  before(async () => {
    api = await serveStreams();
  });
  after(() => api.server.close());

  const open = async (client: ReturnType<typeof createSpdyClient>, port: string, id: string) => {
    const error = await client.open({ streamtype: 'error', port, requestid: id }, true);
    const data = await client.open({ streamtype: 'data', port, requestid: id });
    return { error, data };
  };
  const ways: [string, () => Promise<Duplex>][] = [
    ['in a WebSocket', () => api.tunnel('portforward')],
    ['by itself', () => api.spdy('portforward', portForwardProtocol)],
  ];
  for (const [way, connect] of ways) {
    it(`SPDY ${way} carries connections side by side`, async () => {
      const client = createSpdyClient(await connect());
      const [one, two] = [await open(client, '8080', '0'), await open(client, '8080', '1')];
      client.say(two.data, 'second', true);
      client.say(one.data, 'first', true);
      assert.equal(await client.all(one.data), 'first');
      assert.equal(await client.all(two.data), 'second');
      assert.equal(await client.all(one.error), '');
      client.send({ type: 'goaway', lastStream: 0, status: 0 });
      await client.ended;
    });

    it(`SPDY ${way} tells why nothing can be reached`, async () => {
      const client = createSpdyClient(await connect());
      const { data, error } = await open(client, '81', '0');
      assert.equal(await client.all(error), 'nobody listens on 81');
      await client.all(data);
      assert.deepEqual(
        client.heard.filter(({ type }) => type === 'rst-stream').map((each) => 'stream' in each && each.stream),
        [data, error],
      );
    });
  }

  it('resets streams that say too little', async () => {
    const client = createSpdyClient(await api.tunnel('portforward'));
    for (const headers of [
      { streamtype: 'data', requestid: '0' },
      { streamtype: 'data', port: '0', requestid: '0' },
      { streamtype: 'data', port: '70000', requestid: '0' },
      { streamtype: 'data', port: '8o', requestid: '0' },
      { streamtype: 'other', port: '80', requestid: '0' },
    ]) {
      const stream = await client.open(headers as Record<string, string>);
      await client.all(stream);
      assert.equal(client.heard.at(-1)?.type, 'rst-stream', JSON.stringify(headers));
    }
    await client.open({ streamtype: 'data', port: '80', requestid: '7' });
    const twice = await client.open({ streamtype: 'data', port: '80', requestid: '7' });
    await client.all(twice);
    assert.equal(client.heard.at(-1)?.type, 'rst-stream');
  });
});
