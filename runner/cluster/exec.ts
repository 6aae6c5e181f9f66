import type { Agent } from 'node:http';
import type { WebSocket } from 'ws';
import type { Clock } from '../core/clock.ts';
import { UnreachableError } from './api-error.ts';
import type { ExecRequest, ExecResult } from './cluster.ts';
import { addressOf, type Connection, headersOf, tlsOptionsOf } from './connection.ts';
import { execProtocols, execQuery, followExec } from './exec-stream.ts';
import { segment } from './resource-path.ts';
import { createStartGate } from './start-gate.ts';

/** Milliseconds for the connection and the upgrade. */
const handshakeTimeout = 10_000;
/** Bytes of one frame; servers send at most some 32 KiB. */
const longestFrame = 16 * 1024 * 1024;

/**
 * Commands that start together, and milliseconds after which one counts as started: containerd starts 16 at once in
 * 0.5 s on two cores, and with 32 or more it was seen to stall for 7 to 60 s.
 */
const startWidth = 8;
const startHold = 1_000;

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

const execPath = ({ namespace, pod }: ExecTarget): string =>
  `/api/v1/namespaces/${segment(namespace, 'namespace')}/pods/${segment(pod, 'pod')}/exec`;

/** Runs commands in pods. One TLS session serves all: the handshakes after the first are short. */
export const createExecutor = (connection: Connection, clock: Clock): Executor => {
  const { origin, prefix } = addressOf(connection);
  const open = new Set<WebSocket>();
  const gate = createStartGate(startWidth, startHold, clock);
  let agent: Promise<Agent> | undefined;
  let closed = false;

  const openAgent = async (): Promise<Agent> => {
    if (!origin.startsWith('https:')) return new (await import('node:http')).Agent();
    return new (await import('node:https')).Agent(tlsOptionsOf(connection));
  };

  const run = async (path: string, { container }: ExecTarget, request: ExecRequest): Promise<ExecResult> => {
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
  };

  return {
    async exec(target, request) {
      const path = execPath(target);
      return gate.enter(() => run(path, target, request), request.signal);
    },
    close() {
      closed = true;
      for (const socket of open) socket.terminate();
      agent?.then((each) => each.destroy()).catch(() => undefined);
    },
  };
};
