import type { Reason } from '../../../core/reason.ts';
import { excerpt } from '../../../core/visible.ts';
import type { HttpReply } from '../../../probe/http/reply.ts';
import { expressionOf } from '../../expression.ts';

/** The expectations about a text. */
export interface TextSpec {
  contains?: string;
  matches?: string;
}

/** The expectations about an HTTP answer. */
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

/** Why an answer is not as expected; undefined if it is. Throws spec-invalid for an invalid regular expression. */
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
    return {
      code: 'body-mismatch',
      message: `The header ${name} ${what}, but should contain "${excerpt(value, 80)}".`,
    };
  }
  return undefined;
};

/** Why a text is not as expected. Messages begin with `start`. */
export const textFault = (text: string, { contains, matches }: TextSpec, start: string): Reason | undefined => {
  const shown = JSON.stringify(excerpt(text.trim(), 120));
  if (contains !== undefined && !text.includes(contains))
    return { code: 'body-mismatch', message: `${start} does not contain "${excerpt(contains, 80)}": ${shown}.` };
  if (matches !== undefined && !expressionOf(matches, 'm').test(text))
    return { code: 'body-mismatch', message: `${start} does not match /${excerpt(matches, 80)}/: ${shown}.` };
  return undefined;
};
