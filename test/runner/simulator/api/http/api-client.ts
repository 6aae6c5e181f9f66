import { request } from 'node:https';
import { type Clock, systemClock } from '../../../../../runner/core/clock.ts';
import { seededRandom } from '../../../../../runner/core/random.ts';
import { createTokenIssuer } from '../../../../../runner/simulator/api/access/tokens.ts';
import { createCertificate } from '../../../../../runner/simulator/api/http/certificate.ts';
import type { Reach } from '../../../../../runner/simulator/api/http/proxy.ts';
import { type ApiServer, startApiServer } from '../../../../../runner/simulator/api/http/server.ts';
import type { PodRuntime } from '../../../../../runner/simulator/api/http/streams.ts';
import { makeApi } from '../../cluster.ts';

export interface Reply {
  status: number;
  body: { [key: string]: unknown; message?: string; kind?: string };
  text: string;
  warning: string | undefined;
}

export interface Asked {
  body?: unknown;
  type?: string;
  accept?: string;
  token?: string;
  headers?: Record<string, string>;
}

/** Speaks to Pods that write `hello` and copy what they read. */
export const echoRuntime: PodRuntime = {
  async *logs(_pod, { tailLines }) {
    yield tailLines === 1 ? 'last\n' : 'first\nlast\n';
  },
  exec: async (_pod, _container, [program], io) => {
    if (program === 'missing') return { missing: 'no such program' };
    for await (const text of io.stdin) io.stdout(text);
    io.stderr('done');
    return { code: program === 'fail' ? 3 : 0 };
  },
  attach: async (_pod, _container, io) => {
    io.stdout('attached');
    return { code: 0 };
  },
  forward: async (_pod, port, connection) => {
    if (port !== 8080) throw new Error(`nobody listens on ${port}`);
    await new Promise((resolve) => connection.pipe(connection).on('finish', resolve));
  },
};

/** A data plane that answers with what it was asked. */
export const reach: Reach = async ({ ip, port }, { target }) => ({
  status: 200,
  headers: {},
  body: `${ip}:${port}${target}`,
});

/** An API server on loopback and a way to ask it. `reach`: what its proxies connect to. */
export const serveApi = async (answering: Reach = reach, clock: Clock = systemClock) => {
  const api = makeApi();
  const certificate = createCertificate('test', new Date(), seededRandom(2));
  const server: ApiServer = await startApiServer({
    ...api,
    remove: api.deletion,
    clock,
    runtime: echoRuntime,
    reach: answering,
    random: () => 0,
    token: 'secret',
    tokens: createTokenIssuer(api.store, systemClock, api.random),
    certificate,
  });
  const ask = (
    method: string,
    path: string,
    { body, type = 'application/json', accept = 'application/json', token = 'secret', headers = {} }: Asked = {},
  ): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const sent = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
      const call = request(`${server.url}${path}`, {
        method,
        ca: certificate.certificate,
        headers: {
          ...(token && { authorization: `Bearer ${token}` }),
          accept,
          'content-type': type,
          'user-agent': 'test/1',
          'content-length': Buffer.byteLength(sent ?? ''),
          ...headers,
        },
      });
      call.on('error', reject);
      call.on('response', (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => {
          const isJson = String(response.headers['content-type']).includes('json') && !text.trim().includes('\n');
          resolve({
            status: response.statusCode ?? 0,
            body: isJson ? JSON.parse(text) : {},
            text,
            warning: response.headers['warning'],
          });
        });
      });
      call.end(sent);
    });
  return { ...api, server, certificate, ask };
};
