import type { JsonObject } from '../../../core/json.ts';
import type { ExecIo } from '../../objects/containers.ts';
import { admin } from '../access/identity.ts';
import { podKind } from '../kinds/pod/strategy.ts';
import { runRemote } from '../streaming/remote-command.ts';
import { warningsAt } from '../warnings.ts';
import type { Answer, ApiRequest, ApiResponse } from './answer.ts';
import { answerOfFault, headersOf, textOf } from './respond.ts';
import { Router, type RouterParts } from './router.ts';

export interface DirectRequest {
  method: string;
  /** Path and query. */
  path: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body?: string;
}

export interface ExecTarget {
  namespace: string;
  pod: string;
  container?: string;
}

export interface DirectAnswer extends Pick<Answer, 'status' | 'body'> {
  headers: Readonly<Record<string, string | string[]>>;
}

/** The API without a wire: the same answers, for callers within the process. */
export interface DirectApi {
  /**
   * Answers every request, with a Status when it is refused. Where a wire carries JSON, the
   * body is a value; it may be the server's own object, so it must not be changed.
   */
  send(request: DirectRequest): Promise<DirectAnswer>;
  /** An answer that is read while it comes; ends with the signal. */
  open(request: DirectRequest, signal: AbortSignal): Promise<{ status: number; body: AsyncIterable<string> }>;
  /** The Status that ends a command. Rejects with the StatusError of a pod that is not there. */
  exec(target: ExecTarget, command: readonly string[], io: ExecIo): Promise<JsonObject>;
}

/** A stream whose reader is in the same process. */
class DirectResponse implements ApiResponse {
  readonly opened: Promise<number>;
  destroyed = false;
  writableLength = 0;
  readonly #opened = Promise.withResolvers<number>();
  readonly #closing: (() => void)[] = [];
  #texts: string[] = [];
  #ended = false;
  #fault: unknown;
  #wake = (): void => undefined;

  constructor() {
    this.opened = this.#opened.promise;
  }

  writeHead(status: number): void {
    this.#opened.resolve(status);
  }

  flushHeaders(): void {}

  write(text: string): boolean {
    if (this.#ended) return false;
    this.#texts.push(text);
    this.writableLength += text.length;
    this.#wake();
    return true;
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.end();
    for (const listener of this.#closing) listener();
  }

  /** The reader gets what was written, and then the fault: over a wire the connection breaks. */
  fail(fault: unknown): void {
    this.#fault = fault;
    this.end();
  }

  on(_event: 'close', listener: () => void): void {
    this.#closing.push(listener);
  }

  async *read(): AsyncGenerator<string> {
    try {
      for (;;) {
        const texts = this.#texts.splice(0);
        this.writableLength = 0;
        yield* texts;
        if (this.#texts.length > 0) continue;
        if (this.#fault !== undefined) throw this.#fault;
        if (this.#ended) return;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      this.destroy();
    }
  }
}

const requestOf = ({ method, path, headers, body }: DirectRequest): ApiRequest => ({
  method,
  url: path,
  headers: { ...headers },
  async *[Symbol.asyncIterator]() {
    if (body) yield Buffer.from(body);
  },
});

/** Callers within the process may do everything. */
const administrator = admin('in-process');

export const createDirectApi = (parts: RouterParts): DirectApi => {
  const { registry, runtime } = parts;
  const router = new Router(parts, () => 'localhost');

  const answer = async (request: DirectRequest, response: DirectResponse): Promise<Answer | undefined> => {
    try {
      return await router.route(requestOf(request), response, administrator);
    } catch (fault) {
      response.fail(fault);
      return answerOfFault(fault, warningsAt(request.path));
    }
  };

  const open: DirectApi['open'] = async (request, signal) => {
    const response = new DirectResponse();
    signal.addEventListener('abort', () => response.destroy(), { once: true });
    // A log streams until it ends: its first line comes before the router is done.
    const done = answer(request, response).then(async (whole) => whole ?? response.opened);
    const first = await Promise.race<Answer | number>([response.opened, done]);
    if (typeof first === 'number') return { status: first, body: response.read() };
    return {
      status: first.status,
      body: (async function* whole() {
        yield textOf(first);
      })(),
    };
  };

  return {
    open,
    send: async (request) => {
      const response = new DirectResponse();
      const whole = await answer(request, response);
      if (whole) return { status: whole.status, headers: headersOf(whole), body: whole.body };
      const chunks: string[] = [];
      for await (const text of response.read()) chunks.push(text);
      return { status: await response.opened, headers: {}, body: chunks.join('') };
    },
    exec: async ({ namespace, pod: name, container }, command, io) => {
      const pod = registry.get(podKind, namespace, name);
      return runRemote(runtime, { action: 'exec', pod, container, command, stdin: true, tty: io.tty }, io);
    },
  };
};
