import { abortable, type Clock, turnOf } from '../../core/clock.ts';
import { type DirectApi, type DirectRequest, StatusError } from '../../simulator/index.ts';
import { UnreachableError } from '../api-error.ts';
import type { ExecRequest, ExecResult } from '../cluster.ts';
import type { ExecTarget, Executor } from '../exec.ts';
import { createByteSink } from '../exec-output.ts';
import { readExecStatus } from '../exec-status.ts';
import { errorOfAnswer } from '../status.ts';
import type { Request, Transport } from '../transport.ts';

const defaultLimit = 1024 * 1024;

const requestOf = ({ method, path, body, contentType = 'application/json', accept }: Request): DirectRequest => ({
  method,
  path,
  headers: {
    'user-agent': 'plumbline',
    accept: accept ?? 'application/json',
    ...(body !== undefined && { 'content-type': contentType }),
  },
  ...(body !== undefined && { body }),
});

const closed = (path: string): UnreachableError => new UnreachableError(`${path.split('?')[0]}: the client is closed`);

/** Requests to an API server in the same process: without a network nothing is lost, late or repeated. */
export const createDirectTransport = (api: DirectApi, clock: Clock): Transport => {
  const over = new AbortController();
  const begin = async ({ path, signal }: Request): Promise<void> => {
    // As with a network, other work has its turn before the answer comes.
    await turnOf(clock);
    signal?.throwIfAborted();
    if (over.signal.aborted) throw closed(path);
  };
  return {
    send: async (request) => {
      await begin(request);
      const { status, headers, body } = await api.send(requestOf(request));
      return { status, headers: { ...headers }, body, resent: false };
    },
    open: async (request) => {
      await begin(request);
      const signal = request.signal ? AbortSignal.any([request.signal, over.signal]) : over.signal;
      const { status, body } = await api.open(requestOf(request), signal);
      return {
        status,
        body: (async function* encoded() {
          for await (const text of body) yield Buffer.from(text);
        })(),
      };
    },
    close: async () => over.abort(),
  };
};

/** Commands in pods of a cluster in the same process. */
export const createDirectExecutor = (api: DirectApi, clock: Clock): Executor => {
  const over = new AbortController();

  const run = async (target: ExecTarget, request: ExecRequest, signal: AbortSignal): Promise<ExecResult> => {
    const { command, stdin = '', limit = defaultLimit } = request;
    const [stdout, stderr] = [createByteSink(limit), createByteSink(limit)];
    const running = api.exec(target, command, {
      stdin: (async function* input() {
        if (stdin) yield Buffer.from(stdin);
      })(),
      stdout: (text) => stdout.push(Buffer.from(text)),
      stderr: (text) => stderr.push(Buffer.from(text)),
      signal,
      tty: false,
    });
    const status = await abortable(running, signal).catch((fault: unknown) => {
      request.signal?.throwIfAborted();
      if (fault instanceof StatusError) throw errorOfAnswer(fault.code, JSON.stringify(fault.toStatus()));
      return undefined;
    });
    return {
      ...readExecStatus(JSON.stringify(status ?? '')),
      stdout: stdout.text(),
      stderr: stderr.text(),
      truncated: stdout.truncated || stderr.truncated,
    };
  };

  return {
    exec: async (target, request) => {
      await turnOf(clock);
      request.signal?.throwIfAborted();
      if (over.signal.aborted) throw closed(`exec in ${target.pod}`);
      return run(target, request, request.signal ? AbortSignal.any([request.signal, over.signal]) : over.signal);
    },
    close: () => over.abort(),
  };
};
