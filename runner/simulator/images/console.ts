import { PassThrough } from 'node:stream';
import type { ExecIo, ExecOutcome } from '../objects/containers.ts';
import { toTerminal } from '../shell/terminal.ts';

/** Standard input and output of a container's first process: the log, and whoever is attached. */
export interface Console {
  /** Undefined: the container has no `stdin: true`, and its process reads nothing. */
  readonly stdin: AsyncIterable<Uint8Array> | undefined;
  readonly tty: boolean;
  write(data: string | Uint8Array): void;
  /** Resolves when the process has ended or the client is gone. */
  attach(io: ExecIo): Promise<ExecOutcome>;
}

export interface ConsoleOptions {
  stdin: boolean;
  stdinOnce: boolean;
  tty: boolean;
  log(line: string): void;
  /** Fires when the process has ended. */
  over: AbortSignal;
}

/** Bytes that may wait for the process, or for somebody who attaches. */
const mostWaiting = 16 * 1024 * 1024;

export const createConsole = ({ stdin, stdinOnce, tty, log, over }: ConsoleOptions): Console => {
  const pipe = new PassThrough();
  const clients = new Set<ExecIo>();
  /** What an interactive process said before anybody was there to read it. */
  let unread: string | undefined = stdin ? '' : undefined;
  let line = '';
  over.addEventListener('abort', () => {
    // The process' last words may have no end of line.
    if (line !== '') log(line);
    pipe.end();
  });

  const write = (data: string | Uint8Array): void => {
    const text = typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
    if (clients.size === 0 && unread !== undefined) unread = (unread + text).slice(-mostWaiting);
    for (const { stdout } of clients) stdout(tty ? toTerminal(text.replaceAll('\r\n', '\n')) : text);
    const lines = (line + text.replaceAll('\r\n', '\n')).split('\n');
    line = lines.pop() ?? '';
    for (const each of lines) log(each);
  };

  const feed = async (io: ExecIo): Promise<void> => {
    for await (const chunk of io.stdin) if (pipe.writable && pipe.readableLength < mostWaiting) pipe.write(chunk);
    if (stdinOnce) pipe.end();
  };

  const attach = async (io: ExecIo): Promise<ExecOutcome> => {
    clients.add(io);
    if (unread) io.stdout(tty ? toTerminal(unread.replaceAll('\r\n', '\n')) : unread);
    unread = undefined;
    if (stdin) feed(io).catch(() => undefined);
    await ended(AbortSignal.any([io.signal, over]));
    clients.delete(io);
    return { code: 0 };
  };
  return { stdin: stdin ? pipe : undefined, tty, write, attach };
};

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
