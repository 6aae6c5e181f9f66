import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { Refusal } from '../status.ts';
import { warningsAt } from '../warnings.ts';
import type { Certificate } from './certificate.ts';
import { send, sendFault } from './respond.ts';
import { createRouter, isHealthCheck, type RouterParts } from './router.ts';
import { serveUpgrade } from './streams.ts';

export interface ApiParts extends RouterParts {
  token: string;
  certificate: Certificate;
}

export interface ApiServer {
  /** https://127.0.0.1:PORT */
  url: string;
  close(): Promise<void>;
}

/** Serves the Kubernetes API on a free port of 127.0.0.1. Every request but a health check needs the bearer token. */
export const startApiServer = async (parts: ApiParts): Promise<ApiServer> => {
  const sockets = new Set<Socket>();
  const expected = Buffer.from(`Bearer ${parts.token}`);
  const isAllowed = (request: IncomingMessage): boolean => {
    const given = Buffer.from(request.headers.authorization ?? '');
    return isHealthCheck(request) || (given.length === expected.length && timingSafeEqual(given, expected));
  };
  const server: Server = createServer({ cert: parts.certificate.certificate, key: parts.certificate.key });
  const address = (): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const route = createRouter(parts, address);
  server.on('request', (request, response) => {
    if (!isAllowed(request)) {
      sendFault(response, new Refusal(401, 'Unauthorized', 'Unauthorized'));
      return;
    }
    route(request, response)
      .then((answer) => {
        if (answer) send(response, answer);
      })
      .catch((fault) => sendFault(response, fault, warningsAt(request.url ?? '')));
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (!isAllowed(request)) socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
    else serveUpgrade(parts, request, socket, head).catch(() => socket.destroy());
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  // A watch may stay silent for long.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  return {
    url: `https://${address()}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};
