import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { JsonObject } from '../../../core/json.ts';
import type { ExecIo, ExecOutcome } from '../../world.ts';
import type { Pod } from '../objects.ts';
import type { Registry } from '../registry.ts';
import { resourceOf } from '../resources.ts';
import { badRequest, internalError, noSuchPath, Refusal } from '../status.ts';
import type { ApiResponse } from './answer.ts';
import { integerOf } from './options.ts';
import { parseTarget, urlOf } from './request.ts';

export interface LogOptions {
  container?: string;
  previous?: boolean;
  follow?: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  sinceTime?: string;
  timestamps?: boolean;
  limitBytes?: number;
}

/** What the API server asks of the kubelet of a pod's node. Faults are Refusals. */
export interface PodRuntime {
  /** Ends when the log does, or at once unless `follow`. */
  logs(pod: Pod, options: LogOptions, signal: AbortSignal): AsyncIterable<string>;
  /** Refuses a container that does not run. */
  exec(pod: Pod, container: string | undefined, command: readonly string[], io: ExecIo): Promise<ExecOutcome>;
  /** Connects to a port inside the pod, as port-forward does: 127.0.0.1 counts. */
  attach(pod: Pod, container: string | undefined, io: ExecIo): Promise<ExecOutcome>;
}

const flag = (query: URLSearchParams, name: string): boolean => ['true', '1'].includes(query.get(name) ?? '');

export const logOptionsOf = (query: URLSearchParams): LogOptions => {
  const tailLines = integerOf(query, 'tailLines');
  const sinceSeconds = integerOf(query, 'sinceSeconds');
  const limitBytes = integerOf(query, 'limitBytes');
  const container = query.get('container');
  const sinceTime = query.get('sinceTime');
  return {
    ...(container && { container }),
    ...(sinceTime && { sinceTime }),
    previous: flag(query, 'previous'),
    follow: flag(query, 'follow'),
    timestamps: flag(query, 'timestamps'),
    ...(tailLines !== undefined && { tailLines }),
    ...(sinceSeconds !== undefined && { sinceSeconds }),
    ...(limitBytes !== undefined && { limitBytes }),
  };
};

/** GET of a pod's log. */
export const serveLog = async (
  runtime: PodRuntime,
  pod: Pod,
  query: URLSearchParams,
  response: ApiResponse,
): Promise<void> => {
  const stop = new AbortController();
  response.on('close', () => stop.abort());
  const lines = runtime.logs(pod, logOptionsOf(query), stop.signal)[Symbol.asyncIterator]();
  // The first look decides between a Status and a log.
  let next = await lines.next();
  // Of a pod without a node nobody could have written anything: the API server has no kubelet to ask.
  const isNobodys = next.done && !pod.spec.nodeName;
  response.writeHead(isNobodys ? 204 : 200, { 'content-type': 'text/plain' });
  response.flushHeaders();
  for (; !next.done && !response.destroyed; next = await lines.next()) response.write(next.value);
  response.end();
};

const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** The last frame of an exec: a Status whose cause is the exit code. */
export const statusOf = (outcome: ExecOutcome): JsonObject => {
  if ('missing' in outcome) {
    const start = 'error executing command in container: failed to exec in container: failed to start exec';
    return internalError(`${start} "0": ${outcome.missing}`).toStatus();
  }
  if (outcome.code === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${outcome.code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(outcome.code) }] },
    code: 500,
  };
};

/** Text a client may send before the command reads it. */
const maxInput = 16 * 1024 * 1024;

/** Standard input as it arrives; ends when the client closes it. */
const createInput = (): { push(text: string): void; end(): void; stream: AsyncIterable<string> } => {
  const pending: string[] = [];
  let size = 0;
  let ended = false;
  let wake = (): void => undefined;
  return {
    push: (text) => {
      size += text.length;
      if (size <= maxInput) pending.push(text);
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    stream: (async function* read() {
      for (;;) {
        const text = pending.shift();
        if (text !== undefined) yield text;
        else if (ended) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    })(),
  };
};

export interface UpgradeParts {
  registry: Registry;
  runtime: PodRuntime;
}

const podResource = resourceOf('Pod');

/** Finds the pod of an exec or attach, or refuses. */
const targetOf = ({ registry }: UpgradeParts, url: URL): { pod: Pod; action: 'exec' | 'attach' } => {
  const target = parseTarget(url.pathname);
  if (!target?.name || !podResource || target.resource !== podResource) throw noSuchPath();
  if (target.subresource !== 'exec' && target.subresource !== 'attach') throw noSuchPath();
  const pod = registry.get(podResource, target.namespace, target.name) as unknown as Pod;
  return { pod, action: target.subresource };
};

const refuseUpgrade = (socket: Duplex, refusal: Refusal): void => {
  const body = JSON.stringify(refusal.toStatus());
  socket.end(
    `HTTP/1.1 ${refusal.code} ${refusal.reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

/**
 * exec and attach over WebSocket, the protocol of kubectl since 1.31 (KEP-4006): each binary message begins with the
 * number of its channel.
 */
export const serveUpgrade = async (
  parts: UpgradeParts,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> => {
  let url: URL;
  let found: ReturnType<typeof targetOf>;
  try {
    if (String(request.headers.upgrade).toLowerCase() !== 'websocket')
      throw badRequest('the embedded cluster speaks WebSocket only: unable to upgrade: unsupported protocol');
    url = urlOf(request);
    found = targetOf(parts, url);
    if (found.action === 'exec' && url.searchParams.getAll('command').length === 0)
      throw badRequest('you must specify at least one command for the container');
  } catch (fault) {
    refuseUpgrade(socket, fault instanceof Refusal ? fault : internalError(String(fault)));
    return;
  }
  const { WebSocketServer } = await import('ws');
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxInput,
    handleProtocols: (offered) => protocols.find((each) => offered.has(each)) ?? false,
  });
  server.handleUpgrade(request, socket, head, (client) => {
    const stop = new AbortController();
    const input = createInput();
    const send = (channel: number, text: string): void => {
      if (client.readyState === client.OPEN) client.send(Buffer.concat([Buffer.from([channel]), Buffer.from(text)]));
    };
    const { searchParams: query } = url;
    if (!flag(query, 'stdin')) input.end();
    client.on('message', (data) => {
      const frame = Buffer.isBuffer(data) ? data : Buffer.from(data as ArrayBuffer);
      if (frame[0] === channels.stdin) input.push(frame.subarray(1).toString('utf8'));
      else if (frame[0] === channels.close && frame[1] === channels.stdin) input.end();
    });
    client.on('error', () => stop.abort());
    client.on('close', () => {
      stop.abort();
      input.end();
    });
    const tty = flag(query, 'tty');
    const io: ExecIo = {
      stdin: input.stream,
      stdout: (text) => send(channels.stdout, text),
      // A terminal has one output.
      stderr: (text) => send(tty ? channels.stdout : channels.stderr, text),
      signal: stop.signal,
      tty,
    };
    const container = query.get('container') ?? undefined;
    const running =
      found.action === 'exec'
        ? parts.runtime.exec(found.pod, container, query.getAll('command'), io)
        : parts.runtime.attach(found.pod, container, io);
    const finish = (status: JsonObject): void => {
      send(channels.error, JSON.stringify(status));
      client.close(1000);
    };
    running.then(
      (outcome) => finish(statusOf(outcome)),
      (fault) => finish((fault instanceof Refusal ? fault : internalError(String(fault))).toStatus()),
    );
  });
};
