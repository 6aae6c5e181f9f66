import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { attributesOf } from '../access/attributes.ts';
import { createAuthenticator } from '../access/authenticator.ts';
import { authorize } from '../access/authorization.ts';
import { warningsAt } from '../warnings.ts';
import type { Certificate } from './certificate.ts';
import { send, sendFault } from './respond.ts';
import { Router, type RouterParts } from './router.ts';

export interface ApiParts extends RouterParts {
  token: string;
  certificate: Certificate;
}

export interface ApiServer {
  /** https://127.0.0.1:PORT */
  url: string;
  close(): Promise<void>;
}

/** Serves the Kubernetes API on a free port of 127.0.0.1. A client without a token sees only health and version. */
export const startApiServer = async (parts: ApiParts): Promise<ApiServer> => {
  const sockets = new Set<Socket>();
  const authenticate = createAuthenticator(parts.token, parts.tokens);
  const server: Server = createServer({ cert: parts.certificate.certificate, key: parts.certificate.key });
  const address = (): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const router = new Router(parts, address);
  server.on('request', (request, response) => {
    const answering = async (): Promise<void> => {
      const answer = await router.route(request, response, authenticate(request.headers));
      if (answer) send(response, answer);
    };
    response.on('error', () => response.destroy());
    answering()
      .catch((fault) => sendFault(response, fault, warningsAt(request.url ?? '')))
      // A fault that cannot be told, either, ends this connection and nothing else.
      .catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const permit = (url: URL): void =>
      authorize(authenticate(request.headers), attributesOf(request.method ?? 'GET', url));
    // Most clusters never see one.
    import('../streaming/upgrade.ts')
      .then(({ serveUpgrade }) => serveUpgrade({ ...parts, permit }, request, socket, head))
      .catch(() => socket.destroy());
  });
  server.on('connection', (socket: Socket) => {
    // Clients within the process use the direct API, so this one is another process and lives in real time.
    const end = parts.clock.outside();
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => {
      sockets.delete(socket);
      end();
    });
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
