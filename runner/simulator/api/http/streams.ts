import type { Duplex } from 'node:stream';
import type { ExecIo, ExecOutcome } from '../../objects/containers.ts';
import type { Pod } from '../../objects/pods.ts';
import type { ApiResponse } from './answer.ts';
import { integerOf } from './options.ts';

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

/** The requests that the API server sends to the kubelet of a pod's node. Faults are StatusErrors. */
export interface PodRuntime {
  /** Ends when the log does, or at once unless `follow`. */
  logs(pod: Pod, options: LogOptions, signal: AbortSignal): AsyncIterable<string>;
  /** Refuses a container that does not run. */
  exec(pod: Pod, container: string | undefined, command: readonly string[], io: ExecIo): Promise<ExecOutcome>;
  /** Connects to the first process of a container, or refuses one that does not run. */
  attach(pod: Pod, container: string | undefined, io: ExecIo): Promise<ExecOutcome>;
  /**
   * Lets a port inside the pod's network serve a connection; one that listens on 127.0.0.1 only counts. Resolves when the
   * connection is over, rejects with the runtime's words when nobody listens.
   */
  forward(pod: Pod, port: number, connection: Duplex): Promise<void>;
}

/** A flag of a query as the API server reads it: it is there and says neither `false` nor `0`. */
export const flagOf = (query: URLSearchParams, name: string): boolean =>
  !['false', '0'].includes((query.get(name) ?? 'false').toLowerCase());

export const logOptionsOf = (query: URLSearchParams): LogOptions => {
  const tailLines = integerOf(query, 'tailLines');
  const sinceSeconds = integerOf(query, 'sinceSeconds');
  const limitBytes = integerOf(query, 'limitBytes');
  const container = query.get('container');
  const sinceTime = query.get('sinceTime');
  return {
    ...(container && { container }),
    ...(sinceTime && { sinceTime }),
    previous: flagOf(query, 'previous'),
    follow: flagOf(query, 'follow'),
    timestamps: flagOf(query, 'timestamps'),
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
  // A pod without a node has written nothing, and the API server has no kubelet to ask.
  const isNobodys = next.done && !pod.spec.nodeName;
  response.writeHead(isNobodys ? 204 : 200, { 'content-type': 'text/plain' });
  response.flushHeaders();
  for (; !next.done && !response.destroyed; next = await lines.next()) response.write(next.value);
  response.end();
};
