import type { Vantage } from '../../cluster/cluster.ts';
import { Unobservable } from '../../core/rejection.ts';
import { freshMark } from '../batch/transcript.ts';
import { type ProbeContext, runCommand } from '../exec.ts';
import { fixedWords } from './http.ts';
import { outcomeOf } from './outcome.ts';
import { type HttpReply, readReply } from './reply.ts';
import { type HttpRequest, requestWords } from './request.ts';

/** A line of a curl configuration file. */
export const configLine = (option: string, value: string): string =>
  `${option} = "${value.replaceAll(/["\\]/g, '\\$&')}"\n`;

export interface TogetherOptions {
  /** `kept`: all requests use one connection, if the server keeps it open. `fresh`: each uses a new connection. */
  connection: 'kept' | 'fresh';
  /** Seconds for all requests. Default: 30. */
  seconds?: number;
}

const connectTimeout = 2;
const timeout = 5;
/** The average number of bytes that are kept of one answer. */
const share = 4_096;
const smallestLimit = 262_144;

/**
 * Makes the same request many times with one curl process, at a tenth of the cost of a process for each. Every reply
 * tells how many connections curl opened (`connects`); the caller judges that. Rejects with `Unobservable` as
 * `runCommand` does, and if the output has another number of answers than there were requests.
 */
export const requestTogether = async (
  context: ProbeContext,
  vantage: Vantage,
  { times = 1, url, ...request }: HttpRequest,
  { connection, seconds = 30 }: TogetherOptions,
): Promise<HttpReply[]> => {
  const mark = freshMark();
  const headers = { ...request.headers, ...(connection === 'fresh' && { Connection: 'close' }) };
  const words = requestWords({ url, ...request, headers }).slice(0, -2);
  const { stdout, stderr } = await runCommand(context, vantage, {
    // The URLs are passed as a configuration file: thousands of them are too long for a command line.
    argv: ['curl', ...fixedWords(mark, connectTimeout, timeout), ...words, '-K', '-'],
    stdin: configLine('url', url).repeat(times),
    timeout: seconds * 1_000,
    limit: Math.max(smallestLimit, times * share),
  });
  const replies = readReplies(stdout, stderr, mark);
  if (replies.length === times) return replies;
  const evidence = [{ title: 'errors of curl', text: stderr.slice(0, 2_000) }];
  throw new Unobservable(
    'transcript-unreadable',
    `The output of curl has ${replies.length} answers to ${times} requests.`,
    undefined,
    evidence,
  );
};

/** The maximum number of requests in one exec: a slow machine must make them within its time limit. */
const mostAnew = 500;

/**
 * Makes the same request many times, each over a new connection. If a server keeps a connection open although curl
 * asked it to close it, answers over that connection are left out: they do not tell where a new connection leads.
 */
export const requestAnew = async (
  context: ProbeContext,
  vantage: Vantage,
  { times = 1, ...request }: HttpRequest,
): Promise<HttpReply[]> => {
  const replies: HttpReply[] = [];
  for (let left = times; left > 0; left -= mostAnew) {
    const part = { ...request, times: Math.min(left, mostAnew) };
    replies.push(...(await requestTogether(context, vantage, part, { connection: 'fresh' })));
  }
  return replies.filter(({ connects, outcome }) => connects !== 0 || outcome !== 'answered');
};

/** A mark line follows each answer. On standard error, curl prints the errors of failed transfers in order. */
const readReplies = (stdout: string, stderr: string, mark: string): HttpReply[] => {
  const texts = stdout.split(new RegExp(`(?<=\\n${mark} [^\\n]*\\n)`)).filter((text) => text.includes(`\n${mark} `));
  const errors = stderr.split(/^(?=curl: \(\d+\))/m).filter((text) => text.startsWith('curl: ('));
  return texts.map((text, index) => {
    const { connected, ...reply } = readReply(text, mark);
    // A transfer without a status has failed. Any error that is left belongs to an answer that was cut off: the last
    // one.
    const isLast = index === texts.length - 1;
    const error = reply.status === undefined || (isLast && errors.length > 0) ? (errors.shift() ?? '') : '';
    const exit = reply.status === undefined && error === '' ? 1 : Number(/\((\d+)\)/.exec(error)?.[1] ?? 0);
    return { request: 0, exit, outcome: outcomeOf(exit, connected, error), ...reply, error: error.trim() };
  });
};
