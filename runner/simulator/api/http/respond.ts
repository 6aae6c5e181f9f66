import type { ServerResponse } from 'node:http';
import { internalError, NoPage, Refusal } from '../status.ts';
import type { Answer } from './answer.ts';

/** `299 - "text"`: https://kubernetes.io/blog/2020/09/03/warnings/ */
const warningHeader = (text: string): string =>
  `299 - "${text.replaceAll(/[\\"]/g, (each) => `\\${each}`).replaceAll(/[^\t\u0020-\u00ff]/g, ' ')}"`;

/** An answer as it travels. */
export interface Message {
  status: number;
  headers: Readonly<Record<string, string | string[]>>;
  text: string;
}

export const messageOf = ({ status, body, warnings = [], contentType }: Answer): Message => ({
  status,
  headers: {
    ...(warnings.length > 0 && { warning: warnings.map(warningHeader) }),
    'content-type': contentType ?? (typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json'),
    'cache-control': 'no-cache, private',
  },
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

/** Every fault becomes a Status, but for paths that lead nowhere: a client never sees a bare 500. */
export const answerOfFault = (fault: unknown, warnings: readonly string[] = []): Answer => {
  const refusal =
    fault instanceof Refusal ? fault : internalError(fault instanceof Error ? fault.message : String(fault));
  const body = refusal instanceof NoPage ? refusal.message : refusal.toStatus();
  return { status: refusal.code, body, warnings };
};

export const send = (response: ServerResponse, answer: Answer): void => {
  const { status, headers, text } = messageOf(answer);
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
  response.end(text);
};

export const sendFault = (response: ServerResponse, fault: unknown, warnings: readonly string[] = []): void => {
  if (response.headersSent) response.destroy();
  else send(response, answerOfFault(fault, warnings));
};
