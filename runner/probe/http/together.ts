import type { Vantage } from '../../cluster/cluster.ts';
import { Unobservable } from '../../core/rejection.ts';
import { freshMark } from '../batch/transcript.ts';
import { type ProbeContext, runCommand } from '../exec.ts';
import { fixedWords } from './http.ts';
import { outcomeOf } from './outcome.ts';
import { type HttpReply, readReply } from './reply.ts';
import { type HttpRequest, requestWords } from './request.ts';

/** A line of curl's configuration. */
export const configLine = (option: string, value: string): string =>
  `${option} = "${value.replaceAll(/["\\]/g, '\\$&')}"\n`;

export interface TogetherOptions {
  /** `kept`: all requests over one connection, if the server keeps it open. `fresh`: a new connection for each. */
  connection: 'kept' | 'fresh';
  /** Seconds for all of them. Default 30. */
  seconds?: number;
}

const connectTimeout = 2;
const timeout = 5;
/** Bytes of one answer, on average, that are kept. */
const share = 4_096;
const smallestLimit = 262_144;

/**
 * The same request many times by one curl process, which costs a tenth of a process for each. What curl says of its
 * connections (`connects`) is in every reply; it is the caller's to judge. Rejects with `Unobservable` as `runCommand` does,
 * and when the transcript does not hold as many answers as there were requests.
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
    // The URLs come as curl's configuration: thousands would be too long for words of a command.
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
    `One curl was to make ${times} requests, and its transcript has ${replies.length} of them.`,
    undefined,
    evidence,
  );
};

/** Requests of one exec: a slow machine must make them in its time. */
const mostAnew = 500;

/**
 * The same request many times, each over a connection of its own, as many as it takes. Answers of a server that kept a
 * connection although it was asked to close it are left out: they say nothing of where a new one leads.
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

/** Each answer ends with its mark line. Of a transfer that failed curl says why on standard error, one after another. */
const readReplies = (stdout: string, stderr: string, mark: string): HttpReply[] => {
  const texts = stdout.split(new RegExp(`(?<=\\n${mark} [^\\n]*\\n)`)).filter((text) => text.includes(`\n${mark} `));
  const errors = stderr.split(/^(?=curl: \(\d+\))/m).filter((text) => text.startsWith('curl: ('));
  return texts.map((text, index) => {
    const { connected, ...reply } = readReply(text, mark);
    // Without a status it surely failed; what is left over broke off a later answer, and the last one has to bear it.
    const isLast = index === texts.length - 1;
    const error = reply.status === undefined || (isLast && errors.length > 0) ? (errors.shift() ?? '') : '';
    const exit = reply.status === undefined && error === '' ? 1 : Number(/\((\d+)\)/.exec(error)?.[1] ?? 0);
    return { request: 0, exit, outcome: outcomeOf(exit, connected, error), ...reply, error: error.trim() };
  });
};
