import { PassThrough } from 'node:stream';
import type { ExecIo, ExecOutcome } from '../objects/containers.ts';
import { toTerminal } from '../shell/terminal.ts';

export interface ConsoleOptions {
  stdin: boolean;
  stdinOnce: boolean;
  tty: boolean;
  log(line: string): void;
  /** Fires when the process has ended. */
  over: AbortSignal;
}

/** Bytes that may wait for the process, or for a client that attaches. */
const maxWaiting = 16 * 1024 * 1024;

/** Standard input and output of a container's first process: the log, and clients that are attached. */
export class Console {
  /** Undefined: the container has no `stdin: true`, and its process reads nothing. */
  readonly stdin: AsyncIterable<Uint8Array> | undefined;
  readonly tty: boolean;
  readonly #options: ConsoleOptions;
  readonly #pipe = new PassThrough();
  readonly #clients = new Set<ExecIo>();
  /** Output of an interactive process from before the first client attached. */
  #unread: string | undefined;
  #line = '';

  constructor(options: ConsoleOptions) {
    this.#options = options;
    this.stdin = options.stdin ? this.#pipe : undefined;
    this.tty = options.tty;
    this.#unread = options.stdin ? '' : undefined;
    options.over.addEventListener('abort', () => {
      // The last words of a process may have no end of line.
      if (this.#line !== '') options.log(this.#line);
      this.#pipe.end();
    });
  }

  write(data: string | Uint8Array): void {
    const text = typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
    if (this.#clients.size === 0 && this.#unread !== undefined) this.#unread = (this.#unread + text).slice(-maxWaiting);
    for (const { stdout } of this.#clients) stdout(this.#shown(text));
    const lines = (this.#line + text.replaceAll('\r\n', '\n')).split('\n');
    this.#line = lines.pop() ?? '';
    for (const each of lines) this.#options.log(each);
  }

  /** Resolves when the process has ended or the client is gone. */
  async attach(io: ExecIo): Promise<ExecOutcome> {
    this.#clients.add(io);
    if (this.#unread) io.stdout(this.#shown(this.#unread));
    this.#unread = undefined;
    if (this.stdin) this.#feed(io).catch(() => undefined);
    await ended(AbortSignal.any([io.signal, this.#options.over]));
    this.#clients.delete(io);
    return { code: 0 };
  }

  #shown(text: string): string {
    return this.tty ? toTerminal(text.replaceAll('\r\n', '\n')) : text;
  }

  async #feed(io: ExecIo): Promise<void> {
    for await (const chunk of io.stdin)
      if (this.#pipe.writable && this.#pipe.readableLength < maxWaiting) this.#pipe.write(chunk);
    if (this.#options.stdinOnce) this.#pipe.end();
  }
}

const ended = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
