import type { Vantage } from '../cluster/cluster.ts';
import { Unobservable } from '../steps/finding.ts';
import type { StepContext } from '../steps/step.ts';
import { runBatch } from './batch.ts';
import { type HttpOutcome, outcomeOf } from './http-outcome.ts';
import { readReply } from './http-reply.ts';
import { freshMark } from './transcript.ts';

export interface HttpRequest {
  url: string;
  /** Default GET. */
  method?: string;
  headers?: Readonly<Record<string, string>>;
  /** Host → address, in place of DNS, for the URL's own port. */
  resolve?: Readonly<Record<string, string>>;
  /** Without it the two sides agree on one. */
  httpVersion?: '1.1' | '2';
  /** Any certificate will do. */
  insecure?: boolean;
  /** Default 1. */
  times?: number;
}

export interface HttpOptions {
  /** Seconds to wait for a connection. Default 2. */
  connectTimeout?: number;
  /** Seconds to wait for the whole answer. Default 5. */
  timeout?: number;
  /** No request begins later than so many seconds after the first. Default 12. */
  seconds?: number;
  /** PEM text of the certificates to trust in place of the system's. */
  certificates?: string;
}

export interface HttpReply {
  /** Index into the requests. */
  request: number;
  outcome: HttpOutcome;
  /** curl's exit code. */
  exit: number;
  /** Undefined when no status line came. */
  status?: number;
  /** By lower-case name; repeated ones are joined by ", ". */
  headers: Record<string, string>;
  body: string;
  /** The body was longer than the batch keeps. */
  cut: boolean;
  /** Milliseconds from start to end. */
  latency?: number;
  remote?: { address: string; port: number };
  /** curl's own words on its failure; empty otherwise. */
  error: string;
}

/**
 * Requests in one exec, each by a curl process of its own and so over a connection of its own. Follows no redirect,
 * uses no proxy, reads no .curlrc. Only options and write-out variables that curl 7.29 knows.
 * Rejects with `Unobservable` as `runBatch` does.
 */
export const requestAll = async (
  context: Pick<StepContext, 'cluster' | 'signal'>,
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

const fixedWords = (mark: string, connectTimeout: number, timeout: number): string[] => [
  ...['-q', '-sS', '-i', '-g', '--noproxy', '*', '--proto', '=http,https'],
  ...['--connect-timeout', String(connectTimeout), '-m', String(timeout)],
  ...['-w', `\n${mark} %{time_connect} %{time_total} %{remote_port} %{remote_ip}\n`],
];

/** A line end would make one header two; a name that starts with @ would read a file. */
const isHeader = (name: string, value: string): boolean =>
  /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name) && !/[\r\n\0]/.test(value);

/** The words of one request, as a person would give them to curl. */
export const requestWords = ({
  url,
  method = 'GET',
  headers = {},
  resolve = {},
  httpVersion,
  insecure,
}: HttpRequest): string[] => [
  ...(method === 'GET' ? [] : method === 'HEAD' ? ['-I'] : ['-X', method]),
  ...Object.entries(headers).flatMap(([name, value]) => {
    if (isHeader(name, value)) return ['-H', `${name}: ${value}`];
    throw new Unobservable('spec-invalid', `${JSON.stringify(name)} with ${JSON.stringify(value)} is no HTTP header.`);
  }),
  ...Object.entries(resolve).flatMap(([host, address]) => ['--resolve', `${host}:${portOf(url)}:${address}`]),
  ...(httpVersion === undefined ? [] : [`--http${httpVersion}`]),
  ...(insecure ? ['-k'] : []),
  '--url',
  url,
];

/** The URL's port; 80 or 443 when it names none. Rejects what is no http or https URL. */
export const portOf = (url: string): number => {
  const { protocol, port } = parseUrl(url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
};

export const parseUrl = (url: string): URL => {
  // The standard drops line ends and blanks; curl would not.
  const parsed = !/[\0-\x20\x7f]/.test(url) && URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && /^https?:$/.test(parsed.protocol)) return parsed;
  throw new Unobservable('spec-invalid', `${JSON.stringify(url)} is no http or https URL.`);
};
