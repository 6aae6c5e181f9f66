import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Client, createClient } from '../../../runner/cluster/client.ts';
import { type Clock, systemClock } from '../../../runner/core/clock.ts';

export interface Seen {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export type Handler = (seen: Seen, response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

/** An HTTP server on a free loopback port that records its requests. */
export const listen = async (handle: Handler) => {
  const requests: Seen[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://loopback');
    const body = await readBody(request).catch(() => '');
    const seen = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body,
    };
    requests.push(seen);
    await handle(seen, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { server, url: `http://127.0.0.1:${port}`, requests, close };
};

export const answer = (response: ServerResponse, status: number, value: unknown, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof value === 'string' ? value : JSON.stringify(value));
};

export const status = (code: number, reason: string, message: string, causes?: unknown[]) => ({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  code,
  reason,
  message,
  ...(causes && { details: { causes } }),
});

/** A clock on which time passes at once, and which records each pause. */
export const skippingClock = (): Clock & { pauses: number[] } => {
  const pauses: number[] = [];
  let time = 0;
  return {
    pauses,
    now: () => time,
    date: () => new Date(time),
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      pauses.push(milliseconds);
      time += milliseconds;
    },
    after: () => () => undefined,
    hold: () => () => undefined,
    outside: () => () => undefined,
  };
};

const coreResources = {
  kind: 'APIResourceList',
  groupVersion: 'v1',
  resources: [
    { name: 'pods', kind: 'Pod', namespaced: true },
    { name: 'pods/log', kind: 'Pod', namespaced: true },
    { name: 'pods/eviction', kind: 'Eviction', namespaced: true },
    { name: 'services', kind: 'Service', namespaced: true },
    { name: 'namespaces', kind: 'Namespace', namespaced: false },
  ],
};

interface Loopback {
  client: Client;
  url: string;
  /** The requests, without the discovery of v1. */
  requests(): Seen[];
  server: Awaited<ReturnType<typeof listen>>['server'];
}

interface Options {
  clock?: Clock;
  deadline?: number;
  token?: string;
  prefix?: string;
}

/** Runs `work` with a client of a server that has Pod, Service and Namespace; the handler answers all other requests. */
export const withClient = async (
  handle: Handler,
  work: (loopback: Loopback) => Promise<void>,
  { clock = systemClock, deadline, token, prefix = '' }: Options = {},
): Promise<void> => {
  const discovery = `${prefix}/api/v1`;
  const { server, url, requests, close } = await listen((seen, response, request) =>
    seen.path === discovery ? answer(response, 200, coreResources) : handle(seen, response, request),
  );
  const client = createClient(
    { server: url + prefix, ...(token && { token }) },
    { clock, ...(deadline && { deadline }) },
  );
  try {
    await work({ client, url, server, requests: () => requests.filter(({ path }) => path !== discovery) });
  } finally {
    await client.close();
    await close();
  }
};
