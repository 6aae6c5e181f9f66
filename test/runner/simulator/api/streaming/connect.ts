import { request } from 'node:https';
import { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { podOf } from '../../cluster.ts';
import { serveApi } from '../http/api-client.ts';

/** Where a message's content begins, by the 7 bits of its length: 126 and 127 say that the length comes behind them. */
const startOf = (short: number): number => {
  if (short === 126) return 4;
  return short === 127 ? 10 : 2;
};

const sizeOf = (bytes: Buffer, short: number): number => {
  if (short === 126) return bytes.readUInt16BE(2);
  return short === 127 ? bytes.readUInt32BE(6) : short;
};

/** Binary messages of a WebSocket, RFC 6455 5.2: as a client sends and a server answers them. */
const unwrap = (socket: Duplex): Duplex => {
  let rest = Buffer.alloc(0);
  const take = (): Buffer | undefined => {
    const short = (rest[1] ?? 0) & 0x7f;
    const start = startOf(short);
    if (rest.length < start) return undefined;
    const size = sizeOf(rest, short);
    if (rest.length < start + size) return undefined;
    const opcode = (rest[0] ?? 0) & 0x0f;
    const body = rest.subarray(start, start + size);
    rest = rest.subarray(start + size);
    if (opcode === 8) socket.destroy();
    return opcode === 2 ? body : Buffer.alloc(0);
  };
  const inner = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      const head = Buffer.from([0x82, 0x80 | 126, chunk.length >> 8, chunk.length & 0xff, 0, 0, 0, 0]);
      socket.write(Buffer.concat([head, chunk]), done);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let body = take(); body; body = take()) if (body.length > 0) inner.push(body);
  });
  socket.on('close', () => inner.push(null));
  return inner;
};

/** An API server with a running pod `p` and a waiting one `waits`, and the connections of a client to it. */
export const serveStreams = async () => {
  const api = await serveApi();
  api.create('Pod', podOf('p', {}, { nodeName: 'n' }));
  api.create('Pod', podOf('waits'));
  const { url } = api.server;
  const ca = api.certificate.certificate;
  const headers = { authorization: 'Bearer secret' };
  const path = (query: string, pod = 'p'): string => `/api/v1/namespaces/default/pods/${pod}/${query}`;

  const webSocket = (query: string, protocols: string[], pod?: string): WebSocket =>
    new WebSocket(`${url}${path(query, pod)}`, protocols, { ca, headers });

  /** Channel → text, when the server has closed. */
  const exec = (query: string, input?: string, protocol = 'v5.channel.k8s.io'): Promise<Record<number, string>> =>
    new Promise((resolve, reject) => {
      const socket = webSocket(query, [protocol]);
      const heard: Record<number, string> = {};
      socket.on('error', reject);
      socket.on('open', () => {
        if (input !== undefined) socket.send(Buffer.concat([Buffer.from([0]), Buffer.from(input)]));
        if (protocol.startsWith('v5')) socket.send(Buffer.from([255, 0]));
      });
      socket.on('message', (data: Buffer) => {
        heard[data[0] ?? -1] = (heard[data[0] ?? -1] ?? '') + data.subarray(1).toString();
      });
      socket.on('close', () => resolve(heard));
    });

  /** A SPDY connection: as itself, or in a WebSocket. Rejects with status and message when it is refused. */
  const spdy = (query: string, protocol: string, { upgrade = 'SPDY/3.1', pod = 'p' } = {}): Promise<Duplex> =>
    new Promise((resolve, reject) => {
      const call = request(`${url}${path(query, pod)}`, {
        method: 'POST',
        ca,
        headers: { ...headers, connection: 'Upgrade', upgrade, 'x-stream-protocol-version': protocol },
      });
      call.on('error', reject);
      call.on('upgrade', (_response, socket) => resolve(socket));
      call.on('response', async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        reject(new Error(`${response.statusCode} ${JSON.parse(text).message}`));
      });
      call.end();
    });
  /** SPDY in a WebSocket. The library refuses the protocol's name, which has a slash, so this speaks by itself. */
  const tunnel = (query: string): Promise<Duplex> =>
    new Promise((resolve, reject) => {
      const protocol = 'SPDY/3.1+portforward.k8s.io';
      const call = request(`${url}${path(query)}`, {
        ca,
        headers: {
          ...headers,
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': Buffer.alloc(16).toString('base64'),
          'sec-websocket-protocol': protocol,
        },
      });
      call.on('error', reject);
      call.on('response', ({ statusCode }) => reject(new Error(String(statusCode))));
      call.on('upgrade', (response, socket) => {
        if (response.headers['sec-websocket-protocol'] !== protocol) reject(new Error('another protocol'));
        resolve(unwrap(socket));
      });
      call.end();
    });
  return { ...api, webSocket, exec, spdy, tunnel };
};
