import type { IncomingMessage, ServerResponse } from 'node:http';
import { numberAt } from '../../../core/json.ts';
import { internalError, NoPage, StatusError } from '../status.ts';
import type { Answer } from './answer.ts';

/** `299 - "text"`: https://kubernetes.io/blog/2020/09/03/warnings/ */
const warningHeader = (text: string): string =>
  `299 - "${text.replaceAll(/[\\"]/g, (each) => `\\${each}`).replaceAll(/[^\t\u0020-\u00ff]/g, ' ')}"`;

/** People get lines: what a browser, curl or wget asks for, and whoever says so. */
export const wantsLines = (request: Pick<IncomingMessage, 'url' | 'headers'> | undefined): boolean => {
  const asked = /[?&]pretty=([^&]*)/.exec(request?.url ?? '')?.[1];
  if (asked) return asked === 'true' || asked === '1';
  return /^(curl|Wget|Mozilla\/5\.0)/.test(request?.headers['user-agent'] ?? '');
};

export const headersOf = ({
  body,
  warnings = [],
  contentType,
  headers = {},
}: Answer): Readonly<Record<string, string | string[]>> => ({
  ...headers,
  ...(warnings.length > 0 && { warning: warnings.map(warningHeader) }),
  'content-type': contentType ?? (typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json'),
  'cache-control': 'no-cache, private',
});

export const textOf = ({ body }: Answer, inLines = false): string =>
  typeof body === 'string' ? body : JSON.stringify(body, undefined, inLines ? 2 : undefined);

/** Every fault becomes a Status, but for paths that lead nowhere: a client never sees a bare 500. */
export const answerOfFault = (fault: unknown, warnings: readonly string[] = []): Answer => {
  const refusal =
    fault instanceof StatusError ? fault : internalError(fault instanceof Error ? fault.message : String(fault));
  const body = refusal instanceof NoPage ? refusal.message : refusal.toStatus();
  const seconds = numberAt(refusal.details, 'retryAfterSeconds');
  return { status: refusal.code, body, warnings, ...(seconds && { headers: { 'retry-after': String(seconds) } }) };
};

export const send = (response: ServerResponse, answer: Answer): void => {
  const text = textOf(answer, wantsLines(response.req));
  response.writeHead(answer.status, { ...headersOf(answer), 'content-length': Buffer.byteLength(text) });
  response.end(text);
};

export const sendFault = (response: ServerResponse, fault: unknown, warnings: readonly string[] = []): void => {
  if (response.headersSent) response.destroy();
  else send(response, answerOfFault(fault, warnings));
};
