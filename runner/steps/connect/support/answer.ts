import type { Reason } from '../../../core/reason.ts';
import { excerpt } from '../../../core/visible.ts';
import type { HttpReply } from '../../../probe/http/reply.ts';
import { expressionOf } from '../../expression.ts';

/** What a text that came back must be like. */
export interface TextSpec {
  contains?: string;
  matches?: string;
}

/** What an HTTP answer must be like. */
export interface AnswerSpec extends TextSpec {
  /** A status, or a class such as 2xx. */
  status: number | string;
  responseHeaders?: Record<string, string>;
}

/** `with "You've hit"`, `matching /kubia/`. */
export const expectedText = ({ contains, matches }: TextSpec): string[] => [
  ...(contains === undefined ? [] : [`with ${JSON.stringify(excerpt(contains, 80))}`]),
  ...(matches === undefined ? [] : [`matching /${excerpt(matches, 80)}/`]),
];

/** `200 with "You've hit"`. */
export const expectedAnswer = ({ status, responseHeaders = {}, ...text }: AnswerSpec): string =>
  [
    String(status),
    ...expectedText(text),
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
  const text = textFault(body, expected, `The body${cut ? ', as far as it was read,' : ''}`);
  if (text) return text;
  for (const [name, value] of Object.entries(expected.responseHeaders ?? {})) {
    const actual = headers[name.toLowerCase()];
    if (actual?.includes(value)) continue;
    const what = actual === undefined ? 'is missing' : `is "${excerpt(actual, 80)}"`;
    return { code: 'body-mismatch', message: `The header ${name} ${what}, and should hold "${excerpt(value, 80)}".` };
  }
  return undefined;
};

/** The same for a text alone, which messages call `start`. */
export const textFault = (text: string, { contains, matches }: TextSpec, start: string): Reason | undefined => {
  const shown = JSON.stringify(excerpt(text.trim(), 120));
  if (contains !== undefined && !text.includes(contains))
    return { code: 'body-mismatch', message: `${start} does not hold "${excerpt(contains, 80)}": ${shown}.` };
  if (matches !== undefined && !expressionOf(matches, 'm').test(text))
    return { code: 'body-mismatch', message: `${start} does not match /${excerpt(matches, 80)}/: ${shown}.` };
  return undefined;
};
