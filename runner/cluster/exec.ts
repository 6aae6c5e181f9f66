import type { Agent } from 'node:http';
import type { WebSocket } from 'ws';
import type { Clock } from '../core/clock.ts';
import { UnreachableError } from './api-error.ts';
import type { ExecRequest, ExecResult } from './cluster.ts';
import { addressOf, type Connection, headersOf, tlsOptionsOf } from './connection.ts';
import { execProtocols, execQuery, followExec } from './exec-stream.ts';
import { segment } from './resource-path.ts';

/** Milliseconds for the connection and the upgrade. */
const handshakeTimeout = 10_000;
/** Bytes of one frame; servers send at most some 32 KiB. */
const longestFrame = 16 * 1024 * 1024;

export interface ExecTarget {
  namespace: string;
  pod: string;
  /** Default: the pod's only container. */
  container?: string;
}

export interface Executor {
  /** Faults come as rejections, as in `followExec`. */
  exec(target: ExecTarget, request: ExecRequest): Promise<ExecResult>;
  /** Ends what still runs: those calls resolve without a status. */
  close(): void;
}

/** Runs commands in pods. One TLS session serves all: the handshakes after the first are short. */
export const createExecutor = (connection: Connection, clock: Clock): Executor => {
  const { origin, prefix } = addressOf(connection);
  const open = new Set<WebSocket>();
  let agent: Promise<Agent> | undefined;
  let closed = false;

  const openAgent = async (): Promise<Agent> => {
    if (!origin.startsWith('https:')) return new (await import('node:http')).Agent();
    return new (await import('node:https')).Agent(tlsOptionsOf(connection));
  };

  return {
    async exec({ namespace, pod, container }, request) {
      const path = `/api/v1/namespaces/${segment(namespace, 'namespace')}/pods/${segment(pod, 'pod')}/exec`;
      agent ??= openAgent();
      const [{ WebSocket }, shared] = await Promise.all([import('ws'), agent]);
      request.signal?.throwIfAborted();
      if (closed) throw new UnreachableError(`GET ${path}: the client is closed`);
      const socket = new WebSocket(`${origin}${prefix}${path}?${execQuery(request, container)}`, execProtocols, {
        agent: shared,
        headers: headersOf(connection),
        handshakeTimeout,
        maxPayload: longestFrame,
        perMessageDeflate: false,
      });
      open.add(socket);
      return followExec(socket, request, clock, `GET ${path}`).finally(() => open.delete(socket));
    },
    close() {
      closed = true;
      for (const socket of open) socket.terminate();
      agent?.then((each) => each.destroy()).catch(() => undefined);
    },
  };
};
