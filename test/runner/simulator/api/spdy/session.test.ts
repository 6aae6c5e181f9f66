import assert from 'node:assert/strict';
import { duplexPair } from 'node:stream';
import fc from 'fast-check';
import { type SpdyStream, serveSpdy } from '../../../../../runner/simulator/api/spdy/session.ts';
import { createSpdyClient } from './client.ts';

/** A server that echoes what streams named `echo` say, and refuses those named `no`. */
const connect = () => {
  const [near, far] = duplexPair();
  const opened: SpdyStream[] = [];
  const over = serveSpdy(far, (headers) =>
    headers['name'] === 'no'
      ? undefined
      : (stream) => {
          opened.push(stream);
          if (headers['name'] === 'echo') stream.body.pipe(stream.body);
        },
  );
  return { client: createSpdyClient(near), opened, over, near, far };
};

describe('a SPDY session', () => {
  it('carries many streams side by side, each to its end', async () => {
    const { client, opened, over } = connect();
    const [one, two] = [await client.open({ name: 'echo' }), await client.open({ name: 'echo', port: '80' })];
    client.say(one, 'first ');
    client.say(two, 'second', true);
    client.say(one, 'again', true);
    assert.equal(await client.all(one), 'first again');
    assert.equal(await client.all(two), 'second');
    assert.deepEqual(
      opened.map(({ id, headers }) => [id, headers]),
      [
        [1, { name: 'echo' }],
        [3, { name: 'echo', port: '80' }],
      ],
    );
    assert.deepEqual(
      client.heard.filter(({ type }) => type === 'syn-reply').map((each) => each.type === 'syn-reply' && each.stream),
      [1, 3],
    );
    client.send({ type: 'goaway', lastStream: 0, status: 0 });
    await over;
    await client.ended;
  });

  it('splits what does not fit into one frame', async () => {
    const { client, opened } = connect();
    const stream = await client.open({ name: 'x' }, true);
    await client.until((heard) => heard.length > 0);
    for (const size of [0, 1, 65_536, 65_537, 200_000]) opened[0]?.body.write(Buffer.alloc(size, 'a'));
    opened[0]?.body.end();
    assert.equal((await client.all(stream)).length, 1 + 65_536 + 65_537 + 200_000);
    assert.ok(client.heard.every((each) => each.type !== 'data' || each.data.length <= 65_536));
  });

  it('answers pings and refuses streams', async () => {
    const { client } = connect();
    client.send({ type: 'ping', id: 7 });
    client.send({ type: 'ping', id: 2 });
    const refused = await client.open({ name: 'no' });
    // The blocks after a refused one are still read.
    const fine = await client.open({ name: 'echo' }, true);
    await client.all(fine);
    assert.deepEqual(
      client.heard.filter(({ type }) => type === 'ping'),
      [{ type: 'ping', id: 7 }],
    );
    assert.deepEqual(
      client.heard.filter(({ type }) => type === 'rst-stream'),
      [{ type: 'rst-stream', stream: refused, status: 5 }],
    );
  });

  it('a reset of either side ends the stream for both', async () => {
    const { client, opened } = connect();
    await client.open({ name: 'x' });
    await client.open({ name: 'x' });
    await client.until((heard) => heard.length === 2);
    const closed = new Promise((resolve) => opened[0]?.body.on('close', resolve));
    client.send({ type: 'rst-stream', stream: 1, status: 5 });
    await closed;
    opened[1]?.body.destroy();
    await client.until((heard) => heard.length === 3);
    assert.deepEqual(client.heard[2], { type: 'rst-stream', stream: 3, status: 5 });
    // For a stream that is gone, nothing is left to say.
    client.say(3, 'late');
    client.send({ type: 'ping', id: 1 });
    await client.until((heard) => heard.length === 4);
  });

  it('all streams end with the connection', async () => {
    const { client, opened, over, near } = connect();
    await client.open({ name: 'x' });
    await client.until((heard) => heard.length === 1);
    near.destroy();
    await over;
    assert.ok(opened[0]?.body.destroyed);
  });

  it('says goodbye to a client that does not speak SPDY', async () => {
    const { client, over, near } = connect();
    near.write('GET / HTTP/1.1\r\n\r\n');
    near.write(Buffer.from('8002000600000004', 'hex'));
    near.end();
    await over;
    await client.ended;
    const { client: other, over: gone, near: end } = connect();
    end.write(Buffer.from('800200060000000400000001', 'hex'));
    await gone;
    await other.until((heard) => heard.length > 0);
    assert.deepEqual(other.heard, [{ type: 'goaway', lastStream: 0, status: 1 }]);
  });

  it('a connection that breaks after its end harms nobody', async () => {
    const { client, over, far } = connect();
    client.send({ type: 'goaway', lastStream: 0, status: 0 });
    await over;
    // Without a listener Node throws what is emitted here.
    far.emit('error', new Error('a frame that is no frame'));
    assert.ok(far.listenerCount('error') > 0);
  });

  it('nonsense never does more than end the connection', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), async (chunks) => {
        const { over, near } = connect();
        near.resume();
        for (const chunk of chunks) near.write(chunk);
        near.end();
        await over;
      }),
      { numRuns: 200 },
    );
  });
});
