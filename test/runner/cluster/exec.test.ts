import assert from 'node:assert/strict';
import type { Server } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Client } from '../../../runner/cluster/client.ts';
import { answer, status, withClient } from './loopback.ts';

const target = { namespace: 'n', pod: 'web', container: 'c' };
const frame = (channel: number, bytes: Uint8Array | string): Buffer =>
  Buffer.concat([Buffer.of(channel), Buffer.from(bytes as string)]);
const success = frame(3, '{"status":"Success"}');

const accept = (
  server: Server,
  serve: (socket: WebSocket, query: URLSearchParams, path: string) => void,
  protocol: string,
) => {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  });
  server.on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (opened) => {
      const url = new URL(request.url ?? '', 'http://loopback');
      serve(opened, url.searchParams, url.pathname);
    }),
  );
};

/** A client of a server that serves each exec with `serve`. */
const withExec = (
  serve: (socket: WebSocket, query: URLSearchParams, path: string) => void,
  work: (client: Client) => Promise<void>,
  { protocol = 'v5.channel.k8s.io' } = {},
) =>
  withClient(
    (_seen, response) => answer(response, 404, ''),
    async ({ client, server }) => {
      accept(server, serve, protocol);
      await work(client);
    },
  );

describe('exec', () => {
  it('passes the words of the command and the container', () =>
    withExec(
      (socket, query, path) => {
        socket.send(frame(1, JSON.stringify([path, ...query])));
        socket.send(success, () => socket.close());
      },
      async (client) => {
        const { stdout } = await client.exec(target, { command: ['sh', '-c', 'a && "b" &c=d'] });
        assert.deepEqual(JSON.parse(stdout), [
          '/api/v1/namespaces/n/pods/web/exec',
          ['command', 'sh'],
          ['command', '-c'],
          ['command', 'a && "b" &c=d'],
          ['container', 'c'],
          ['stdin', 'false'],
          ['stdout', 'true'],
          ['stderr', 'true'],
        ]);
      },
    ));

  it('separates the streams and keeps characters whole', () =>
    withExec(
      (socket) => {
        for (const channel of [1, 2, 3]) socket.send(frame(channel, ''));
        for (const byte of Buffer.from('für 😀')) socket.send(frame(1, Buffer.of(byte)));
        socket.send(frame(2, Buffer.of(0x6f, 0xff)));
        socket.send(success, () => socket.close());
      },
      async (client) =>
        assert.deepEqual(await client.exec(target, { command: ['x'] }), {
          status: 0,
          stdout: 'für 😀',
          stderr: 'o\ufffd',
          truncated: false,
        }),
    ));

  it('reads output that comes after the status', () =>
    withExec(
      (socket) => {
        socket.send(success);
        socket.send(frame(1, 'late'), () => socket.close());
      },
      async (client) => assert.equal((await client.exec(target, { command: ['x'] })).stdout, 'late'),
    ));

  it('sends stdin in frames and ends it', () =>
    withExec(
      (socket) => {
        let size = 0;
        socket.on('message', (data: Buffer) => {
          if (data[0] === 0) size += data.length - 1;
          if (data[0] !== 255) return;
          socket.send(frame(1, `${size} ${data[1]}`));
          socket.send(success, () => socket.close());
        });
      },
      async (client) => {
        const { stdout } = await client.exec(target, { command: ['wc'], stdin: 'ü'.repeat(100_000) });
        assert.equal(stdout, '200000 0');
        assert.equal((await client.exec(target, { command: ['wc'], stdin: '' })).stdout, '0 0');
      },
    ));

  it('speaks v4, which cannot end stdin', () =>
    withExec(
      (socket) => {
        socket.on('message', (data: Buffer) => {
          assert.notEqual(data[0], 255);
          socket.send(frame(1, data.subarray(1)));
          socket.send(success, () => socket.close());
        });
      },
      async (client) =>
        assert.equal((await client.exec(target, { command: ['head', '-n1'], stdin: 'one\n' })).stdout, 'one\n'),
      { protocol: 'v4.channel.k8s.io' },
    ));

  it('has no status if the stream ends without one', async () => {
    for (const end of ['close', 'terminate'] as const)
      await withExec(
        (socket) => socket.send(frame(1, 'half'), () => socket[end]()),
        async (client) =>
          assert.deepEqual(await client.exec(target, { command: ['x'] }), {
            status: undefined,
            stdout: 'half',
            stderr: '',
            truncated: false,
          }),
      );
  });

  it('keeps the first bytes of endless output', () => {
    // Memory that waits for the garbage collector does not count.
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const kept = (): number => {
      collect();
      return process.memoryUsage().arrayBuffers;
    };
    const before = kept();
    let most = 0;
    return withExec(
      (socket) => {
        const chunk = frame(1, Buffer.alloc(1024 * 1024, 'x'));
        const pour = (left: number): void => {
          if (left % 32 === 0) most = Math.max(most, kept() - before);
          if (left > 0) socket.send(chunk, () => pour(left - 1));
          else socket.send(success, () => socket.close());
        };
        pour(256);
      },
      async (client) => {
        const { stdout, truncated, status } = await client.exec(target, { command: ['yes'], limit: 1_000 });
        assert.deepEqual([stdout, truncated, status], ['x'.repeat(1_000), true, 0]);
        assert.ok(most < 128 * 1024 * 1024, `${most} bytes were kept`);
      },
    );
  });

  it('rejects with the answer of a server that opens no stream', () =>
    withClient(
      (_seen, response) => answer(response, 404, status(404, 'NotFound', 'pods "web" not found')),
      async ({ client, server }) => {
        server.on('upgrade', (_request, socket) => {
          const body = JSON.stringify(status(404, 'NotFound', 'pods "web" not found'));
          socket.end(`HTTP/1.1 404 Not Found\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
        });
        await assert.rejects(client.exec(target, { command: ['x'] }), {
          name: 'ApiError',
          status: 404,
          message: 'pods "web" not found',
        });
      },
    ));

  it('rejects if no stream opens', async () => {
    await withClient(
      () => undefined,
      async ({ client, server }) => {
        server.on('upgrade', (_request, socket) => socket.destroy());
        await assert.rejects(client.exec(target, { command: ['x'] }), {
          name: 'UnreachableError',
          message: /^GET \/api\/v1\/namespaces\/n\/pods\/web\/exec: /,
        });
      },
    );
    await withExec(
      () => undefined,
      async (client) => assert.rejects(client.exec(target, { command: ['x'] }), { name: 'UnreachableError' }),
      { protocol: 'none.of.these' },
    );
  });

  it("rejects with the caller's reason, before and during the stream", async () => {
    const controller = new AbortController();
    await withExec(
      () => controller.abort(new Error('enough')),
      async (client) => {
        const request = { command: ['sleep', '1000'], signal: controller.signal };
        await assert.rejects(client.exec(target, request), /enough/);
        await assert.rejects(client.exec(target, request), /enough/);
      },
    );
  });

  it('ends running commands when the client is closed', () =>
    withExec(
      (socket) => socket.send(frame(1, 'x')),
      async (client) => {
        const running = client.exec(target, { command: ['sleep', '1000'] });
        await new Promise((resolve) => setImmediate(resolve));
        await client.close();
        const outcome = await running.then(
          ({ status }) => status,
          (cause) => cause.name,
        );
        assert.ok(outcome === undefined || outcome === 'UnreachableError', String(outcome));
        await assert.rejects(client.exec(target, { command: ['x'] }), /the client is closed/);
      },
    ));
});
