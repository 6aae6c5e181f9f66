import type { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { PodRuntime } from '../http/streams.ts';
import { type SpdyStream, serveSpdy } from '../spdy/session.ts';
import { createInput, type RemoteCommand, runRemote } from './remote-command.ts';

export const spdyCommandProtocol = 'v4.channel.k8s.io';

const kinds = ['error', 'stdin', 'stdout', 'stderr', 'resize'] as const;
type Kind = (typeof kinds)[number];
const isKind = (text: string | undefined): text is Kind => kinds.some((each) => each === text);

/** exec and attach over SPDY, as kubectl before 1.31 and other clients speak it: a stream for each channel. */
export const serveSpdyCommand = async (
  runtime: PodRuntime,
  remote: RemoteCommand,
  wanted: { stdout: boolean; stderr: boolean },
  transport: Duplex,
): Promise<void> => {
  const stop = new AbortController();
  const streams = new Map<Kind, Duplex>();
  const needed: readonly Kind[] = [
    'error',
    ...(remote.stdin ? ['stdin' as const] : []),
    ...(wanted.stdout ? ['stdout' as const] : []),
    ...(wanted.stderr && !remote.tty ? ['stderr' as const] : []),
  ];

  const run = async (): Promise<void> => {
    const input = createInput();
    const from = streams.get('stdin');
    if (from) from.on('data', input.take).on('end', () => input.end());
    else input.end();
    const write = (kind: Kind) => (data: string | Uint8Array) => void streams.get(kind)?.write(data);
    const status = await runRemote(runtime, remote, {
      stdin: input,
      stdout: write('stdout'),
      stderr: write(remote.tty ? 'stdout' : 'stderr'),
      signal: stop.signal,
      tty: remote.tty,
    });
    write('error')(JSON.stringify(status));
    for (const body of streams.values()) body.end();
    await Promise.all([...streams.values()].map((body) => finished(body, { readable: false })));
    transport.end();
  };

  const add = (kind: Kind, { body }: SpdyStream): void => {
    if (kind === 'resize') body.resume();
    streams.set(kind, body);
    const isComplete = needed.every((each) => streams.has(each));
    if (isComplete && needed.includes(kind)) run().catch(() => transport.destroy());
  };

  await serveSpdy(transport, ({ streamtype: kind }) =>
    isKind(kind) && !streams.has(kind) ? (stream) => add(kind, stream) : undefined,
  );
  stop.abort();
};
