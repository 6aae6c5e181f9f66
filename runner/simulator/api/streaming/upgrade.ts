import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../../core/clock.ts';
import type { Pod } from '../../objects/pods.ts';
import { parseTarget, urlOf } from '../http/request.ts';
import { flagOf, type PodRuntime } from '../http/streams.ts';
import { podKind } from '../kinds/pod/strategy.ts';
import type { Registry } from '../registry.ts';
import { badRequest, internalError, noSuchPath, StatusError } from '../status.ts';
import { portForwardProtocol, servePortForward } from './port-forward.ts';
import { maxInput, type RemoteCommand, remoteCommandOf } from './remote-command.ts';
import { serveSpdyCommand, spdyCommandProtocol } from './spdy-command.ts';
import { commandProtocols, serveWebSocketCommand } from './websocket-command.ts';

export interface UpgradeParts {
  registry: Registry;
  runtime: PodRuntime;
  clock: Clock;
  /** Refuses who may not. */
  permit(url: URL): void;
}

/** The purpose of an upgraded connection. */
type Wish = { pod: Pod; remote: RemoteCommand } | { pod: Pod; remote: undefined };

/** The arguments of Node's `upgrade` event. */
interface Connection {
  request: IncomingMessage;
  socket: Duplex;
  /** Bytes that came behind the headers. */
  head: Buffer;
}

/** Finds what is asked for, or refuses. */
const wishOf = ({ registry }: UpgradeParts, url: URL): Wish => {
  const target = parseTarget(url.pathname);
  if (!target?.name || target.kind !== podKind) throw noSuchPath();
  const { subresource: action, namespace, name } = target;
  if (action !== 'exec' && action !== 'attach' && action !== 'portforward') throw noSuchPath();
  const pod = registry.get(podKind, namespace, name);
  if (!pod.spec.nodeName) throw badRequest(`pod ${name} does not have a host assigned`);
  return { pod, remote: action === 'portforward' ? undefined : remoteCommandOf(action, pod, url.searchParams) };
};

const phrases: Record<number, string> = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' };

const refuse = (socket: Duplex, refusal: StatusError): void => {
  const body = JSON.stringify(refusal.toStatus());
  socket.end(
    `HTTP/1.1 ${refusal.code} ${phrases[refusal.code] ?? 'Internal Server Error'}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

/** In front of a protocol of SPDY streams when these go through a WebSocket (KEP-4006). */
const tunnel = 'SPDY/3.1+';

const upgradeWebSocket = async (
  parts: UpgradeParts,
  { pod, remote }: Wish,
  { request, socket, head }: Connection,
): Promise<void> => {
  const protocols = remote ? commandProtocols : [`${tunnel}${portForwardProtocol}`];
  const offered = String(request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
  const protocol = protocols.find((each) => offered.includes(each));
  if (protocol === undefined)
    throw new StatusError(
      400,
      'BadRequest',
      `unable to upgrade: the client offers [${offered.join(' ')}], the server accepts [${protocols.join(' ')}]`,
    );
  const { WebSocketServer, createWebSocketStream } = await import('ws');
  const server = new WebSocketServer({ noServer: true, maxPayload: maxInput });
  // A tunnel's name has a slash, which the library takes for a fault: the negotiation is ours.
  delete request.headers['sec-websocket-protocol'];
  server.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${protocol}`));
  server.handleUpgrade(request, socket, head, (client) => {
    const serving = remote
      ? serveWebSocketCommand(parts, remote, client)
      : servePortForward(parts.runtime, pod, createWebSocketStream(client));
    serving.catch(() => client.terminate());
  });
};

const upgradeSpdy = async (
  { runtime }: UpgradeParts,
  { pod, remote }: Wish,
  { request, socket, head }: Connection,
  query: URLSearchParams,
): Promise<void> => {
  const protocol = remote ? spdyCommandProtocol : portForwardProtocol;
  const offered = [request.headers['x-stream-protocol-version'] ?? []].flat().flatMap((each) => each.split(/\s*,\s*/));
  if (!offered.includes(protocol))
    throw new StatusError(
      403,
      'Forbidden',
      `unable to upgrade: unable to negotiate protocol: client supports [${offered.join(' ')}], server accepts [${protocol}]`,
    );
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: ${protocol}\r\n\r\n`,
  );
  if (head.length > 0) socket.unshift(head);
  if (!remote) return servePortForward(runtime, pod, socket);
  const wanted = { stdout: flagOf(query, 'stdout'), stderr: flagOf(query, 'stderr') };
  return serveSpdyCommand(runtime, remote, wanted, socket);
};

/** Connections that stay: exec, attach and port-forward of a pod, over WebSocket or SPDY. */
export const serveUpgrade = async (
  parts: UpgradeParts,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> => {
  try {
    const url = urlOf(request);
    parts.permit(url);
    const protocol = String(request.headers.upgrade).toLowerCase();
    const wish = wishOf(parts, url);
    const connection = { request, socket, head };
    if (protocol === 'websocket') await upgradeWebSocket(parts, wish, connection);
    else if (protocol === 'spdy/3.1') await upgradeSpdy(parts, wish, connection, url.searchParams);
    else throw badRequest(`unable to upgrade: ${protocol} is neither websocket nor spdy/3.1`);
  } catch (fault) {
    refuse(socket, fault instanceof StatusError ? fault : internalError(String(fault)));
  }
};
