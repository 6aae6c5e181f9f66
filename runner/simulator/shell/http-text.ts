import type { HttpRequest, HttpResponse } from '../objects/sockets.ts';

const phrases: Readonly<Record<number, string>> = {
  100: 'Continue',
  101: 'Switching Protocols',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'Precondition Failed',
  413: 'Request Entity Too Large',
  417: 'Expectation Failed',
  418: "I'm a teapot",
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export const reasonPhrase = (status: number): string => phrases[status] ?? '';

/** "content-type" → "Content-Type", as servers write it. */
export const headerCase = (name: string): string => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

/** Bytes of a text in UTF-8. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** The headers of an answer as they go over the wire: with a date and the length of the body. */
export const wireHeaders = (response: HttpResponse, date: Date): [string, string][] => {
  const given = Object.entries(response.headers).map(([name, value]): [string, string] => [headerCase(name), value]);
  const has = (name: string): boolean => given.some(([each]) => each === name);
  const own: [string, string][] = [];
  if (!has('Date')) own.push(['Date', date.toUTCString()]);
  if (!has('Content-Length') && !has('Transfer-Encoding'))
    own.push(['Content-Length', String(byteLength(response.body))]);
  if (response.close && !has('Connection')) own.push(['Connection', 'close']);
  return [...own, ...given];
};

/** The status line and headers of an answer, with the empty line that ends them. */
export const responseHead = (response: HttpResponse, date: Date): string => {
  const lines = wireHeaders(response, date).map(([name, value]) => `${name}: ${value}`);
  return `${[`HTTP/1.1 ${response.status} ${reasonPhrase(response.status)}`, ...lines, '', ''].join('\r\n')}`;
};

export const requestText = (request: HttpRequest, headers: readonly (readonly [string, string])[]): string =>
  `${[`${request.method} ${request.target} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')}${request.body}`;

/** Reads a request that a person or a program typed into a raw connection; undefined when it is none. */
export const parseRequest = (text: string): HttpRequest | undefined => {
  const [head = '', ...rest] = text.split(/\r?\n\r?\n/);
  const [first = '', ...lines] = head.split(/\r?\n/);
  const match = /^([A-Z]+) (\S+)( HTTP\/\d(\.\d)?)?\s*$/.exec(first);
  if (!match) return undefined;
  return { method: match[1] ?? '', target: match[2] ?? '', headers: readHeaders(lines), body: rest.join('\n\n') };
};

/** Reads an answer that a program wrote itself, such as `nc -l` fed by printf; undefined when it is none. */
export const parseResponse = (text: string): HttpResponse | undefined => {
  const match = /^HTTP\/\d(?:\.\d)? (\d{3})[^\n]*\r?\n/.exec(text);
  if (!match) return undefined;
  const end = /\r?\n\r?\n/.exec(text);
  const head = text.slice(match[0].length, end ? end.index : undefined);
  const headers = readHeaders(head.split(/\r?\n/));
  const rest = end ? text.slice(end.index + end[0].length) : '';
  const length = Number(headers['content-length']);
  const body = headers['content-length'] !== undefined && Number.isInteger(length) ? rest.slice(0, length) : rest;
  return { status: Number(match[1]), headers, body, close: headers['content-length'] === undefined };
};

const readHeaders = (lines: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    lines.flatMap((line) => {
      const colon = line.indexOf(':');
      return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]] : [];
    }),
  );
