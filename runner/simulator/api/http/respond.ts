import type { ServerResponse } from 'node:http';
import { internalError, Refusal } from '../status.ts';
import type { Answer } from './answer.ts';

/** `299 - "text"`: https://kubernetes.io/blog/2020/09/03/warnings/ */
const warningHeader = (text: string): string =>
  `299 - "${text.replaceAll(/[\\"]/g, (each) => `\\${each}`).replaceAll(/[^\t\u0020-\u00ff]/g, ' ')}"`;

export const send = (response: ServerResponse, { status, body, warnings = [], contentType }: Answer): void => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = contentType ?? (typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json');
  if (warnings.length > 0) response.setHeader('warning', warnings.map(warningHeader));
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-cache, private',
  });
  response.end(text);
};

/** Every fault becomes a Status: a client never sees a bare 500. */
export const sendFault = (response: ServerResponse, fault: unknown, warnings: readonly string[] = []): void => {
  const refusal =
    fault instanceof Refusal ? fault : internalError(fault instanceof Error ? fault.message : String(fault));
  if (response.headersSent) response.destroy();
  else send(response, { status: refusal.code, body: refusal.toStatus(), warnings });
};
