import type { Evidence, Finding } from '../../core/result.ts';
import { boolean, choice, either, integer, map, object, optional, string, withDefault } from '../../core/shape.ts';
import { excerpt } from '../../core/visible.ts';
import { connectionReason } from '../../diagnosis/connection-reason.ts';
import { requestAll } from '../../probe/http/http.ts';
import { httpOutcomes } from '../../probe/http/outcome.ts';
import type { HttpReply } from '../../probe/http/reply.ts';
import type { HttpRequest } from '../../probe/http/request.ts';
import { reproduceRequest } from '../../probe/reproduce.ts';
import { failed, passed, type Seen, unknown } from '../finding.ts';
import { fromShape } from '../from-shape.ts';
import { defineStep } from '../step.ts';
import { type AnswerSpec, answerFault, expectedAnswer } from './support/answer.ts';
import { curlFailed, tooFewRequests } from './support/request-findings.ts';

export interface CurlSpec extends AnswerSpec {
  url: string;
  from: string;
  method: string;
  headers?: Record<string, string>;
  resolve?: Record<string, string>;
  insecure: boolean;
  cacert?: string;
  count: number;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const expectation = ({ method, url, from, count, ...answer }: CurlSpec): string =>
  `${method} ${url} from ${from} is answered with ${expectedAnswer(answer)}${count > 1 ? `, ${count} times` : ''}`;

/** Makes an HTTP request and compares the answer. */
export const curl = defineStep<CurlSpec>({
  key: 'curl',
  group: 'connect',
  summary: 'An HTTP request gets an answer with the expected status, body and headers.',
  description: `
Runs curl at the vantage point. It uses no proxy, follows no redirect, and verifies certificates unless \`insecure\` is set. If there is no
answer, the reason names the first broken link of the Service behind the URL: a selector that matches no pod, pods that are not
ready, a targetPort on which no container listens.
`.trim(),
  shape: object(
    {
      url: string('An http or https URL.'),
      from: fromShape('probe'),
      status: withDefault(
        either(
          integer('A status code.', { minimum: 100, maximum: 599 }),
          string('A class, such as 2xx.', { pattern: '^[1-5]xx$' }),
          'The expected status code, or its class.',
        ),
        200,
      ),
      contains: optional(string('A string that the body contains.')),
      matches: optional(string('A regular expression (JavaScript, multi-line) that the body matches.')),
      responseHeaders: optional(
        map(string('A string.'), 'Name of a response header → string that its value contains.'),
      ),
      method: withDefault(choice(methods, 'The HTTP method.'), 'GET'),
      headers: optional(map(string('Value.'), 'Request headers. `Host` selects a virtual host.')),
      resolve: optional(map(string('Address.'), "Host → address, in place of DNS, for the URL's port.")),
      insecure: withDefault(boolean('Whether any certificate is accepted.'), false),
      cacert: optional(string('The certificates to trust, in PEM format.')),
      count: withDefault(
        integer('The number of requests, each over a new connection. All answers must be as expected.', {
          minimum: 1,
          maximum: 500,
        }),
        1,
      ),
    },
    'A request and its answer.',
  ),
  shorthand: 'url',
  example: '{ url: "http://kubia", from: pod/app=client, contains: "You\'ve hit kubia-" }',
  within: 30_000,
  describe: expectation,
  run: async (spec, context) => {
    const vantage = await context.vantage(spec.from);
    const request = requestOf(spec);
    const replies = await requestAll(context, vantage, [request], {
      seconds: 20,
      ...(spec.cacert !== undefined && { certificates: spec.cacert }),
    });
    const wrong = replies.find((reply) => reply.outcome !== 'answered' || answerFault(reply, spec)) ?? replies.at(-1);
    const seen: Seen = {
      expected: expectation(spec),
      actual: wrong ? actualOf(wrong) : 'no request was made',
      reproduce: reproduceRequest(vantage, request),
      evidence: wrong ? evidenceOf(wrong) : [],
      observation: observationOf(replies, wrong),
    };
    if (!wrong) return unknown('time-ran-out', 'No request was made in time.', seen);
    const reason = await connectionReason(context, wrong, { url: spec.url });
    if (reason) return failed(reason.code, reason.message, seen, reason.hint);
    return judge(spec, wrong, replies.length, seen);
  },
});

const requestOf = ({ url, method, headers, resolve, insecure, count }: CurlSpec): HttpRequest => ({
  url,
  method,
  ...(headers && { headers }),
  ...(resolve && { resolve }),
  insecure,
  times: count,
});

const judge = (spec: CurlSpec, reply: HttpReply, made: number, seen: Seen): Finding => {
  if (reply.outcome === 'other') return curlFailed(reply.error, seen);
  const fault = answerFault(reply, spec);
  if (fault) return failed(fault.code, fault.message, seen);
  return made < spec.count ? tooFewRequests(made, spec.count, seen) : passed(seen);
};

const actualOf = ({ outcome, status, body }: HttpReply): string =>
  outcome === 'answered' ? `${status} ${excerpt(body.trim(), 100)}`.trim() : httpOutcomes[outcome];

const evidenceOf = ({ status, headers, body, error }: HttpReply): Evidence[] => {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const text = status === undefined ? error : [status, ...head, '', body.slice(0, 4_000)].join('\n');
  return [{ title: status === undefined ? 'curl' : 'answer', text }];
};

const observationOf = (replies: readonly HttpReply[], shown: HttpReply | undefined) => ({
  requests: replies.length,
  ...(shown && {
    outcome: shown.outcome,
    exit: shown.exit,
    ...(shown.status !== undefined && { status: shown.status }),
    headers: shown.headers,
    body: shown.body,
    ...(shown.latency !== undefined && { latencyMs: shown.latency }),
    ...(shown.remote && { remote: { ...shown.remote } }),
  }),
});
