import type { Dispatcher } from 'undici';
import { type Clock, deadlineSignal } from '../core/clock.ts';
import type { JsonObject } from '../core/json.ts';
import { UnreachableError } from './api-error.ts';
import { addressOf, type Connection, headersOf, tlsOptionsOf } from './connection.ts';
import { backOff, describeCause, isReset, type Repeatable, retryAfter } from './retry.ts';

/** Milliseconds until a connection must be open, and until a request and all its retries must be answered. */
const connectTimeout = 3_000;
const defaultDeadline = 10_000;
/** Idle connections close here before the API server closes them (90 s), so that no request meets a closed one. */
const keepAliveTimeout = 30_000;
/** The most bytes of one answer; the largest lists of a test cluster are far below. */
const longestAnswer = 64 * 1024 * 1024;

export interface Request {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query. */
  path: string;
  body?: string;
  contentType?: string;
  accept?: string;
  signal?: AbortSignal | undefined;
  /** Default: always, except for POST. */
  repeatable?: Repeatable;
  /** False: the first answer or fault is final. Default true. */
  retry?: boolean;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Text, or a JSON value that a server in the same process may hold itself: do not change it. */
  body: string | JsonObject;
  /** True when the connection of an earlier attempt broke: the server may have acted on that attempt. */
  resent: boolean;
}

export interface StreamedAnswer {
  status: number;
  body: AsyncIterable<Uint8Array>;
}

export interface Transport {
  /** Rejects with UnreachableError, or with the signal's reason. Every HTTP status is an answer. */
  send(request: Request): Promise<Answer>;
  /** Opens an answer to be read as it arrives. It breaks after `idle` milliseconds without a byte. */
  open(request: Request, idle: number): Promise<StreamedAnswer>;
  close(): Promise<void>;
}

export interface TransportOptions {
  clock: Clock;
  /** Milliseconds for one request and all its retries. Default 10 s. */
  deadline?: number;
}

/** Reads a body to its end as UTF-8. Rejects if it is longer than an answer may be. */
export const readText = async (body: AsyncIterable<Uint8Array>, longest = longestAnswer): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > longest) throw new Error(`the answer is longer than ${longest} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const nameOf = ({ method, path }: Request): string => `${method} ${path.split('?')[0]}`;

const unreachable = (request: Request, text: string, cause?: unknown): UnreachableError =>
  new UnreachableError(`${nameOf(request)}: ${text}`, { cause });

/** Kept-alive HTTP/1.1 connections to one API server. Opens nothing before the first request. */
class HttpTransport implements Transport {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #deadline: number;
  #pool: Promise<Dispatcher> | undefined;
  #closed = false;

  constructor(connection: Connection, clock: Clock, deadline: number) {
    this.#connection = connection;
    this.#clock = clock;
    this.#deadline = deadline;
  }

  async send(request: Request): Promise<Answer> {
    const { repeatable = request.method === 'POST' ? 'never' : 'always', retry = true } = request;
    const end = this.#clock.now() + this.#deadline;
    const signal = deadlineSignal(this.#deadline, request.signal);
    let resent = false;
    for (let attempt = 1; ; attempt++) {
      let pause: number | undefined;
      try {
        const answer = await this.#sendOnce(request, signal);
        pause = retryAfter(answer.status, answer.headers['retry-after'], repeatable);
        if (!retry || pause === undefined || this.#clock.now() + pause >= end) return { ...answer, resent };
      } catch (cause) {
        request.signal?.throwIfAborted();
        if (signal.aborted) throw unreachable(request, `no answer within ${this.#deadline / 1_000} s`, cause);
        pause = backOff(attempt);
        const mayRepeat = retry && repeatable === 'always' && isReset(cause) && this.#clock.now() + pause < end;
        if (!mayRepeat) throw unreachable(request, describeCause(cause), cause);
        resent = true;
      }
      await this.#clock.sleep(pause, request.signal);
    }
  }

  async open(request: Request, idle: number): Promise<StreamedAnswer> {
    try {
      const { statusCode, body } = await this.#dispatch(request, request.signal, idle);
      return { status: statusCode, body };
    } catch (cause) {
      request.signal?.throwIfAborted();
      throw unreachable(request, describeCause(cause), cause);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await (await this.#pool)?.destroy();
  }

  async #sendOnce(request: Request, signal: AbortSignal): Promise<Omit<Answer, 'resent'>> {
    const { statusCode, headers, body } = await this.#dispatch(request, signal, this.#deadline);
    return { status: statusCode, headers, body: await readText(body) };
  }

  async #dispatch(request: Request, signal: AbortSignal | undefined, idle: number) {
    if (this.#closed) throw new Error('the client is closed');
    this.#pool ??= openPool(this.#connection);
    const { origin, prefix } = addressOf(this.#connection);
    return (await this.#pool).request({
      origin,
      path: prefix + request.path,
      method: request.method,
      headers: {
        ...headersOf(this.#connection),
        accept: request.accept ?? 'application/json',
        ...(request.body !== undefined && { 'content-type': request.contentType ?? 'application/json' }),
      },
      body: request.body ?? null,
      headersTimeout: this.#deadline,
      bodyTimeout: idle,
      ...(signal && { signal }),
    });
  }
}

const openPool = async (connection: Connection): Promise<Dispatcher> => {
  const { Agent } = await import('undici');
  return new Agent({
    allowH2: false,
    keepAliveTimeout,
    connect: { ...tlsOptionsOf(connection), timeout: connectTimeout },
  });
};

export const createTransport = (
  connection: Connection,
  { clock, deadline = defaultDeadline }: TransportOptions,
): Transport => new HttpTransport(connection, clock, deadline);
