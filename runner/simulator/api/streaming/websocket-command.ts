import type { WebSocket } from 'ws';
import type { Clock } from '../../../core/clock.ts';
import { isObject, type JsonObject } from '../../../core/json.ts';
import type { PodRuntime } from '../http/streams.ts';
import { internalError } from '../status.ts';
import { createInput, type RemoteCommand, runRemote } from './remote-command.ts';

/** The first byte of each message; `close` ends the channel named after it (v5 only). */
const channels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

/** v5 can end stdin; v4 is what clients before Kubernetes 1.29 speak. */
export const commandProtocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/**
 * The API server speaks SPDY with the kubelet and puts what goes wrong there into words of its own, which begin the same
 * (StreamTranslatorHandler of apiserver/pkg/util/proxy).
 */
const translated = (status: JsonObject): JsonObject =>
  isObject(status['details']) &&
  String(status['message']).startsWith('Internal error occurred: error executing command')
    ? internalError(String(status['message'])).toStatus()
    : status;

/** Milliseconds that a client at a terminal has to tell its size. */
const patience = 100;

/** exec and attach over WebSocket, the protocol of kubectl since 1.31 (KEP-4006). */
export const serveWebSocketCommand = async (
  { runtime, clock }: { runtime: PodRuntime; clock: Clock },
  remote: RemoteCommand,
  client: WebSocket,
): Promise<void> => {
  const stop = new AbortController();
  const input = createInput();
  const send = (channel: number, data: string | Uint8Array): void => {
    const body = typeof data === 'string' ? Buffer.from(data) : data;
    if (client.readyState === client.OPEN) client.send(Buffer.concat([Buffer.from([channel]), body]));
  };
  const sized = Promise.withResolvers<void>();
  if (!remote.stdin) input.end();
  client.on('message', (data) => {
    const frame = Buffer.isBuffer(data) ? data : Buffer.from(data as ArrayBuffer);
    if (frame[0] === channels.stdin) input.take(frame.subarray(1));
    else if (frame[0] === channels.resize) sized.resolve();
    else if (frame[0] === channels.close && frame[1] === channels.stdin) input.end();
  });
  client.on('error', () => stop.abort());
  client.on('close', () => {
    stop.abort();
    input.end();
  });
  const status = await runRemote(runtime, remote, {
    stdin: input,
    stdout: (data) => send(channels.stdout, data),
    // A terminal has one output.
    stderr: (data) => send(remote.tty ? channels.stdout : channels.stderr, data),
    signal: stop.signal,
    tty: remote.tty,
  });
  // kubectl complains when it wants to tell its size and everything is over.
  if (remote.tty) await Promise.race([sized.promise, clock.sleep(patience, stop.signal).catch(() => undefined)]);
  send(channels.error, JSON.stringify(translated(status)));
  client.close(1000);
};
