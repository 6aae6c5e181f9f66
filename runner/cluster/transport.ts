import type { Dispatcher } from 'undici';
import { type Clock, deadlineSignal } from '../core/clock.ts';
import type { JsonObject } from '../core/json.ts';
import { UnreachableError } from './api-error.ts';
import { addressOf, type Connection, headersOf, tlsOptionsOf } from './connection.ts';
import { backOff, describeCause, isReset, type Repeatable, retryAfter } from './retry.ts';

/** Milliseconds: a connection must stand, and a request with all its repeats must be answered. */
const connectTimeout = 3_000;
const defaultDeadline = 10_000;
/** An idle connection is given up before the API server gives it up (90 s), so that no request meets a closed one. */
const keepAliveTimeout = 30_000;
/** Bytes of one answer; the largest lists of a test cluster are far below. */
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
  /** False: the first answer or fault counts. Default true. */
  retry?: boolean;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Text; or JSON as a value, which a server in the same process may hold itself: nobody changes it. */
  body: string | JsonObject;
  /** True when an earlier attempt broke off, so that the server may have acted on it. */
  resent: boolean;
}

export interface StreamedAnswer {
  status: number;
  body: AsyncIterable<Uint8Array>;
}

export interface Transport {
  /** Rejects with UnreachableError, or with the signal's reason. Every HTTP status is an answer. */
  send(request: Request): Promise<Answer>;
  /** An answer that is read while it comes. `idle`: milliseconds without a byte after which it is broken. */
  open(request: Request, idle: number): Promise<StreamedAnswer>;
  close(): Promise<void>;
}

export interface TransportOptions {
  clock: Clock;
  /** Milliseconds for one request with all its repeats. Default 10 s. */
  deadline?: number;
}

/** Reads a body to its end as UTF-8. Rejects when it is longer than an answer may be. */
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

/** Kept-alive HTTP/1.1 connections to one API server. Nothing is opened before the first request. */
export const createTransport = (
  connection: Connection,
  { clock, deadline = defaultDeadline }: TransportOptions,
): Transport => {
  const { origin, prefix } = addressOf(connection);
  let pool: Promise<Dispatcher> | undefined;
  let closed = false;

  const openPool = async (): Promise<Dispatcher> => {
    const { Agent } = await import('undici');
    return new Agent({
      allowH2: false,
      keepAliveTimeout,
      connect: { ...tlsOptionsOf(connection), timeout: connectTimeout },
    });
  };

  const dispatch = async (request: Request, signal: AbortSignal | undefined, idle: number) => {
    if (closed) throw new Error('the client is closed');
    pool ??= openPool();
    return (await pool).request({
      origin,
      path: prefix + request.path,
      method: request.method,
      headers: {
        ...headersOf(connection),
        accept: request.accept ?? 'application/json',
        ...(request.body !== undefined && { 'content-type': request.contentType ?? 'application/json' }),
      },
      body: request.body ?? null,
      headersTimeout: deadline,
      bodyTimeout: idle,
      ...(signal && { signal }),
    });
  };

  const sendOnce = async (request: Request, signal: AbortSignal): Promise<Omit<Answer, 'resent'>> => {
    const { statusCode, headers, body } = await dispatch(request, signal, deadline);
    return { status: statusCode, headers, body: await readText(body) };
  };

  const send = async (request: Request): Promise<Answer> => {
    const { repeatable = request.method === 'POST' ? 'never' : 'always', retry = true } = request;
    const end = clock.now() + deadline;
    const signal = deadlineSignal(deadline, request.signal);
    let resent = false;
    for (let attempt = 1; ; attempt++) {
      let pause: number | undefined;
      try {
        const answer = await sendOnce(request, signal);
        pause = retryAfter(answer.status, answer.headers['retry-after'], repeatable);
        if (!retry || pause === undefined || clock.now() + pause >= end) return { ...answer, resent };
      } catch (cause) {
        request.signal?.throwIfAborted();
        if (signal.aborted) throw unreachable(request, `no answer within ${deadline / 1_000} s`, cause);
        pause = backOff(attempt);
        const mayRepeat = retry && repeatable === 'always' && isReset(cause) && clock.now() + pause < end;
        if (!mayRepeat) throw unreachable(request, describeCause(cause), cause);
        resent = true;
      }
      await clock.sleep(pause, request.signal);
    }
  };

  const open = async (request: Request, idle: number): Promise<StreamedAnswer> => {
    try {
      const { statusCode, body } = await dispatch(request, request.signal, idle);
      return { status: statusCode, body };
    } catch (cause) {
      request.signal?.throwIfAborted();
      throw unreachable(request, describeCause(cause), cause);
    }
  };

  const close = async (): Promise<void> => {
    closed = true;
    await (await pool)?.destroy();
  };

  return { send, open, close };
};
