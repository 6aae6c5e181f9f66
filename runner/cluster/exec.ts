import type { Agent } from 'node:http';
import type { WebSocket } from 'ws';
import type { Clock } from '../core/clock.ts';
import { UnreachableError } from './api-error.ts';
import type { ExecRequest, ExecResult } from './cluster.ts';
import { addressOf, type Connection, headersOf, tlsOptionsOf } from './connection.ts';
import { execProtocols, execQuery, followExec } from './exec-stream.ts';
import { segment } from './resource-path.ts';
import { createStartGate, type StartGate } from './start-gate.ts';

/** Milliseconds for the connection and the upgrade. */
const handshakeTimeout = 10_000;
/** The most bytes of one frame; servers send at most about 32 KiB. */
const longestFrame = 16 * 1024 * 1024;

/**
 * The number of commands that may start together, and the milliseconds after which one counts as started: containerd
 * starts 16 at once in 0.5 s on two cores; with 32 or more it was seen to stall for 7 to 60 s.
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
  /** Ends the commands that still run: their calls resolve without a status. */
  close(): void;
}

const execPath = ({ namespace, pod }: ExecTarget): string =>
  `/api/v1/namespaces/${segment(namespace, 'namespace')}/pods/${segment(pod, 'pod')}/exec`;

/** Runs commands in pods. All share one TLS session, which shortens every handshake after the first. */
class WebSocketExecutor implements Executor {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #open = new Set<WebSocket>();
  readonly #gate: StartGate;
  #agent: Promise<Agent> | undefined;
  #closed = false;

  constructor(connection: Connection, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
    this.#gate = createStartGate(startWidth, startHold, clock);
  }

  async exec(target: ExecTarget, request: ExecRequest): Promise<ExecResult> {
    const path = execPath(target);
    return this.#gate.enter(() => this.#run(path, target, request), request.signal);
  }

  close(): void {
    this.#closed = true;
    for (const socket of this.#open) socket.terminate();
    this.#agent?.then((each) => each.destroy()).catch(() => undefined);
  }

  async #run(path: string, { container }: ExecTarget, request: ExecRequest): Promise<ExecResult> {
    const { origin, prefix } = addressOf(this.#connection);
    this.#agent ??= openAgent(this.#connection);
    const [{ WebSocket }, agent] = await Promise.all([import('ws'), this.#agent]);
    request.signal?.throwIfAborted();
    if (this.#closed) throw new UnreachableError(`GET ${path}: the client is closed`);
    const socket = new WebSocket(`${origin}${prefix}${path}?${execQuery(request, container)}`, execProtocols, {
      agent,
      headers: headersOf(this.#connection),
      handshakeTimeout,
      maxPayload: longestFrame,
      perMessageDeflate: false,
    });
    this.#open.add(socket);
    return followExec(socket, request, this.#clock, `GET ${path}`).finally(() => this.#open.delete(socket));
  }
}

const openAgent = async (connection: Connection): Promise<Agent> => {
  if (!addressOf(connection).origin.startsWith('https:')) return new (await import('node:http')).Agent();
  return new (await import('node:https')).Agent(tlsOptionsOf(connection));
};

export const createExecutor = (connection: Connection, clock: Clock): Executor =>
  new WebSocketExecutor(connection, clock);
