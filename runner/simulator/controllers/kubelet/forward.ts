import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { createCertificate } from '../../api/http/certificate.ts';
import { headerTexts } from '../../api/http/request.ts';
import { sourceOfPod } from '../../network/hosts.ts';
import { stands } from '../../network/network.ts';
import type { ClusterState } from '../../objects/cluster-state.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import type { ConnectOutcome, Network } from '../../objects/network.ts';
import type { HttpRequest } from '../../objects/sockets.ts';
import { wireHeaders } from '../../shell/http-text.ts';

type Connected = ConnectOutcome & { result: 'connected' };

/** Bytes of one request's body. */
const maxBody = 16 * 1024 * 1024;

const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > maxBody) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const answer = async (
  clusterState: ClusterState,
  connection: Connected,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { listener, peer } = connection;
  const body = await readBody(request);
  const { method = 'GET', url = '/' } = request;
  const asked: HttpRequest = { method, target: url, headers: headerTexts(request.headers), body: body ?? '' };
  const found = body !== undefined && stands(clusterState, connection) ? await listener.http?.(asked, peer) : undefined;
  // The process ended: its sockets are closed.
  if (!found || !stands(clusterState, connection)) return void response.destroy();
  response.sendDate = false;
  response.removeHeader('connection');
  if (found.close) response.shouldKeepAlive = false;
  for (const [name, value] of wireHeaders(found, clusterState.clock.date())) response.setHeader(name, value);
  response.writeHead(found.status);
  response.end(found.body);
};

/** HTTP as the wire has it: the library reads requests, the simulated program answers each. */
const serveHttp = (clusterState: ClusterState, connection: Connected, socket: Duplex): void => {
  let pending = 0;
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 0 }, (request, response) => {
    pending += 1;
    response.once('finish', () => {
      pending -= 1;
      if (pending === 0 && socket.readableEnded) socket.end();
    });
    answer(clusterState, connection, request, response).catch(() => response.destroy());
  });
  // A client may say that it has no more to ask before it has read the answer.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('clientError', () => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
  server.emit('connection', socket);
};

const serveText = async (clusterState: ClusterState, connection: Connected, socket: Duplex): Promise<void> => {
  const { listener, peer } = connection;
  const decoder = new TextDecoder();
  let isSilent = true;
  const ask = async (text: string): Promise<void> => {
    isSilent = false;
    const said = await listener.text?.(text, peer);
    if (said) socket.write(said);
  };
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    if (!stands(clusterState, connection)) return void socket.destroy();
    await ask(decoder.decode(chunk as Buffer, { stream: true }));
  }
  // Some programs speak to a client that says nothing.
  if (isSilent) await ask('');
  socket.end();
};

const secured = ({ clock }: ClusterState, socket: Duplex): Duplex => {
  // The serial number must not draw from the sequence that decides who answers.
  const { certificate: cert, key } = createCertificate('localhost', clock.date(), () => 0.5);
  const secure = new TLSSocket(socket as never, { isServer: true, cert, key });
  secure.on('error', () => socket.destroy());
  return secure;
};

/** Lets a simulated socket serve a connection of real bytes. Resolves when the connection has ended. */
export const serveConnection = async (
  clusterState: ClusterState,
  connection: Connected,
  socket: Duplex,
): Promise<void> => {
  const over = new Promise<void>((resolve) => {
    socket.once('close', resolve);
    socket.once('finish', resolve);
  });
  const { listener } = connection;
  const inner = listener.tls ? secured(clusterState, socket) : socket;
  inner.on('error', () => socket.destroy());
  if (listener.http) serveHttp(clusterState, connection, inner);
  else if (listener.text) serveText(clusterState, connection, inner).catch(() => socket.destroy());
  else socket.end();
  await over;
};

/** Identifiers that the container runtime would have given to the pod's sandbox and its network. */
const sandboxOf = (uid: string): { id: string; namespace: string } => {
  const id = createHash('sha256').update(uid).digest('hex');
  const part = (from: number, length: number): string => id.slice(from, from + length);
  return { id, namespace: `cni-${part(0, 8)}-${part(8, 4)}-${part(12, 4)}-${part(16, 4)}-${part(20, 12)}` };
};

const unreachable = (uid: string, port: number): Error => {
  const { id, namespace } = sandboxOf(uid);
  return new Error(
    `error forwarding port ${port} to pod ${id}, uid : failed to execute portforward in network namespace "/var/run/netns/${namespace}": failed to connect to localhost:${port} inside namespace "${id}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6 [::1]:${port}: connect: connection refused `,
  );
};

/** Connects inside the pod's network, where a socket on 127.0.0.1 counts, in the words of containerd when it fails. */
export const forwardPort = async (
  { clusterState, network }: { clusterState: ClusterState; network: Network },
  pod: Unstructured,
  port: number,
  socket: Duplex,
): Promise<void> => {
  const outcome = network.connect(sourceOfPod(pod), '127.0.0.1', port, 'TCP');
  if (outcome.result !== 'connected') throw unreachable(pod.metadata.uid, port);
  await serveConnection(clusterState, outcome, socket);
};
