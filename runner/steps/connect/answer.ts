import type { Reason } from '../../core/reason.ts';
import { excerpt } from '../../core/visible.ts';
import type { HttpReply } from '../../probe/http-reply.ts';
import { expressionOf } from '../expression.ts';

/** What an HTTP answer must be like. */
export interface AnswerSpec {
  /** A status, or a class such as 2xx. */
  status: number | string;
  contains?: string;
  matches?: string;
  responseHeaders?: Record<string, string>;
}

/** `200 with "You've hit"`. */
export const expectedAnswer = ({ status, contains, matches, responseHeaders = {} }: AnswerSpec): string =>
  [
    String(status),
    ...(contains === undefined ? [] : [`with ${JSON.stringify(excerpt(contains, 80))}`]),
    ...(matches === undefined ? [] : [`matching /${excerpt(matches, 80)}/`]),
    ...Object.entries(responseHeaders).map(([name, value]) => `with ${name}: ${excerpt(value, 80)}`),
  ].join(' ');

const isStatus = (status: number | undefined, wanted: number | string): boolean =>
  typeof wanted === 'number'
    ? status === wanted
    : status !== undefined && String(status).startsWith(wanted.slice(0, 1));

/** What is wrong with an answer; undefined when it is as expected. Rejects with spec-invalid for a bad expression. */
export const answerFault = (reply: HttpReply, expected: AnswerSpec): Reason | undefined => {
  const { status, body, headers, cut } = reply;
  if (!isStatus(status, expected.status))
    return { code: 'status-mismatch', message: `The status is ${status ?? 'missing'}, not ${expected.status}.` };
  const start = `The body${cut ? ', as far as it was read,' : ''}`;
  const shown = JSON.stringify(excerpt(body.trim(), 120));
  if (expected.contains !== undefined && !body.includes(expected.contains))
    return { code: 'body-mismatch', message: `${start} does not hold "${excerpt(expected.contains, 80)}": ${shown}.` };
  if (expected.matches !== undefined && !expressionOf(expected.matches, 'm').test(body))
    return { code: 'body-mismatch', message: `${start} does not match /${excerpt(expected.matches, 80)}/: ${shown}.` };
  for (const [name, value] of Object.entries(expected.responseHeaders ?? {})) {
    const actual = headers[name.toLowerCase()];
    if (actual?.includes(value)) continue;
    const what = actual === undefined ? 'is missing' : `is "${excerpt(actual, 80)}"`;
    return { code: 'body-mismatch', message: `The header ${name} ${what}, and should hold "${excerpt(value, 80)}".` };
  }
  return undefined;
};
