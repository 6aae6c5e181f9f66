import type { ClientRequest, IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { Clock } from '../core/clock.ts';
import { UnreachableError } from './api-error.ts';
import type { ExecRequest, ExecResult } from './cluster.ts';
import { createByteSink } from './exec-output.ts';
import { readExecStatus } from './exec-status.ts';
import { describeCause } from './retry.ts';
import { errorOfAnswer } from './status.ts';
import { readText } from './transport.ts';

/** Channels of the exec subprotocols: the first byte of each frame. 255 closes the channel named after it (v5 only). */
const stdinChannel = 0;
const stdoutChannel = 1;
const stderrChannel = 2;
const statusChannel = 3;
const closeChannel = 255;

/** v5 can end stdin; servers before Kubernetes 1.29 have v4 (KEP-4006). */
export const execProtocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

const defaultLimit = 1024 * 1024;
const statusLimit = 64 * 1024;
const stdinChunk = 32 * 1024;

/** Milliseconds between pings, without any frame from the server, for a whole exec, and from the status to the end. */
const pingPause = 5_000;
const longestSilence = 30_000;
const longestExec = 5 * 60_000;
const statusGrace = 2_000;

/** The query of the WebSocket URL for a command. */
export const execQuery = ({ command, stdin }: ExecRequest, container?: string): string => {
  const query = new URLSearchParams(command.map((word): [string, string] => ['command', word]));
  if (container !== undefined) query.append('container', container);
  query.append('stdin', String(stdin !== undefined));
  query.append('stdout', 'true');
  query.append('stderr', 'true');
  return `${query}`;
};

const sendFrame = (socket: WebSocket, channel: number, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.send(Buffer.concat([Buffer.of(channel), bytes]), (fault) => (fault ? reject(fault) : resolve()));
  });

/**
 * Each frame waits for the one before, so that a slow reader slows the sender. If a command ends and leaves more than about
 * 64 KiB unread, its status may never come: the proxied stream stalls (seen on Kubernetes 1.34) until a time limit ends it.
 */
const sendStdin = async (socket: WebSocket, text: string): Promise<void> => {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += stdinChunk)
    await sendFrame(socket, stdinChannel, bytes.subarray(start, start + stdinChunk));
  if (socket.protocol === execProtocols[0]) await sendFrame(socket, closeChannel, Buffer.of(stdinChannel));
};

/** Sends pings until the exec is over, and closes the socket if the server is silent for too long. */
const keepAlive = async (socket: WebSocket, clock: Clock, over: AbortSignal): Promise<void> => {
  const start = clock.now();
  let heard = start;
  for (const event of ['message', 'ping', 'pong']) socket.on(event, () => (heard = clock.now()));
  while (!over.aborted) {
    await clock.sleep(pingPause, over);
    const now = clock.now();
    if (now - heard >= longestSilence || now - start >= longestExec) return socket.terminate();
    if (socket.readyState === socket.OPEN) socket.ping();
  }
};

/**
 * Runs one command over a WebSocket that is being opened to a pod's exec path. Resolves when the stream ends; the status is
 * undefined if none came. Rejects with ApiError if the server refuses the exec, with UnreachableError if no stream opens,
 * or with the signal's reason. An abort closes the stream, and does not kill the remote process.
 */
export const followExec = (
  socket: WebSocket,
  request: ExecRequest,
  clock: Clock,
  name: string,
): Promise<ExecResult> => {
  const { promise, resolve, reject } = Promise.withResolvers<ExecResult>();
  const over = new AbortController();
  const stdout = createByteSink(request.limit ?? defaultLimit);
  const stderr = createByteSink(request.limit ?? defaultLimit);
  const status = createByteSink(statusLimit);
  const sinks = new Map([
    [stdoutChannel, stdout],
    [stderrChannel, stderr],
    [statusChannel, status],
  ]);
  let opened = false;

  const isOver = (): undefined => undefined;
  const end = (): void => over.abort();
  const fail = (cause: unknown): void => {
    reject(cause);
    end();
    socket.terminate();
  };
  const finish = (): void => {
    resolve({
      ...readExecStatus(status.text()),
      stdout: stdout.text(),
      stderr: stderr.text(),
      truncated: stdout.truncated || stderr.truncated,
    });
    end();
    socket.terminate();
  };
  const abort = (): void => fail(request.signal?.reason);

  socket.on('open', () => {
    opened = true;
    // A command may end without reading its input: then its status counts, and not the broken pipe.
    if (request.stdin !== undefined) sendStdin(socket, request.stdin).catch(isOver);
  });
  socket.on('message', (data: Buffer) => {
    const first = status.size === 0;
    sinks.get(data[0] ?? closeChannel)?.push(data.subarray(1));
    // Output may still arrive after the status; a server that never closes the stream must not hold the caller.
    if (first && status.size > 0) clock.sleep(statusGrace, over.signal).then(finish, isOver);
  });
  socket.on('unexpected-response', (_sent: ClientRequest, answer: IncomingMessage) => {
    readText(answer).then((body) => fail(errorOfAnswer(answer.statusCode ?? 500, body)), fail);
  });
  socket.on('error', (cause) => {
    if (!opened) fail(new UnreachableError(`${name}: ${describeCause(cause)}`, { cause }));
  });
  socket.on('close', finish);
  request.signal?.addEventListener('abort', abort, { once: true });
  over.signal.addEventListener('abort', () => request.signal?.removeEventListener('abort', abort), { once: true });
  keepAlive(socket, clock, over.signal).catch(isOver);
  if (request.signal?.aborted) abort();
  return promise;
};
