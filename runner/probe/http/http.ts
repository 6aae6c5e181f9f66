import type { Vantage } from '../../cluster/cluster.ts';
import { runBatch } from '../batch/batch.ts';
import { freshMark } from '../batch/transcript.ts';
import type { ProbeContext } from '../exec.ts';
import { outcomeOf } from './outcome.ts';
import { type HttpReply, readReply } from './reply.ts';
import { type HttpRequest, requestWords } from './request.ts';

export interface HttpOptions {
  /** Seconds to wait for a connection. Default: 2. */
  connectTimeout?: number;
  /** Seconds to wait for the whole answer. Default: 5. */
  timeout?: number;
  /** No request starts more than this many seconds after the first. Default: 12. */
  seconds?: number;
  /** The certificates to trust in place of the system's, in PEM format. */
  certificates?: string;
}

/**
 * Makes requests in one exec, each with its own curl process and so over its own connection. Follows no redirect, uses
 * no proxy, reads no .curlrc, and uses only options and write-out variables that curl 7.29 has. Rejects with
 * `Unobservable` as `runBatch` does.
 */
export const requestAll = async (
  context: ProbeContext,
  vantage: Vantage,
  requests: readonly HttpRequest[],
  { connectTimeout = 2, timeout = 5, seconds = 12, certificates }: HttpOptions = {},
): Promise<HttpReply[]> => {
  const mark = freshMark();
  const runs = await runBatch(context, vantage, {
    commands: requests.map((request) => ({
      argv: ['curl', ...fixedWords(mark, connectTimeout, timeout), ...requestWords(request)],
      times: request.times ?? 1,
    })),
    seconds,
    longestRun: timeout,
    ...(certificates !== undefined && { certificates }),
  });
  return runs.map(({ command, status, stdout, stderr }) => {
    const { connected, ...reply } = readReply(stdout, mark);
    return { request: command, exit: status, outcome: outcomeOf(status, connected, stderr), ...reply, error: stderr };
  });
};

/** The curl options of every request, with its time limits. */
export const plainWords = (connectTimeout: number, timeout: number, schemes = 'http,https'): string[] => [
  ...['-q', '-sS', '-g', '--noproxy', '*', '--proto', `=${schemes}`],
  ...['--connect-timeout', String(connectTimeout), '-m', String(timeout)],
];

/** The curl options of requests whose answers are parsed. A mark line follows each answer. */
export const fixedWords = (mark: string, connectTimeout: number, timeout: number): string[] => [
  ...plainWords(connectTimeout, timeout),
  '-i',
  ...['-w', `\n${mark} %{time_connect} %{time_total} %{num_connects} %{remote_port} %{remote_ip} %{local_ip}\n`],
];
