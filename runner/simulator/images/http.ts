import type { HttpRequest, HttpResponse, Listener, Peer } from '../objects/sockets.ts';

/** An answer of plain text, as Go's servers give it. */
export const plain = (body: string, status = 200, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body,
});

export const html = (body: string, status = 200, headers: Record<string, string> = {}): HttpResponse =>
  plain(body, status, { 'content-type': 'text/html', ...headers });

/** The path of a request without its query. */
export const pathOf = ({ target }: HttpRequest): string => target.split('?')[0] ?? '/';

/** The parameters of the query and of a form in the body. */
export const parametersOf = ({ target, body, headers }: HttpRequest): URLSearchParams => {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return new URLSearchParams([target.split('?').slice(1).join('?'), isForm ? body : ''].filter(Boolean).join('&'));
};

/** A socket that serves HTTP on all addresses. */
export const httpListener = (
  port: number,
  http: (request: HttpRequest, peer: Peer) => Promise<HttpResponse>,
  more: Partial<Listener> = {},
): Listener => ({ port, protocol: 'TCP', address: '0.0.0.0', http, ...more });

/** Reads options such as --port=80, --port 80 and -port=80; a name without value is "true". */
export const readFlags = (args: readonly string[]): { flags: Readonly<Record<string, string>>; words: string[] } => {
  const flags: Record<string, string> = {};
  const words: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const [, name, value] = /^--?([A-Za-z][A-Za-z0-9-]*)(?:=([\s\S]*))?$/.exec(args[index] ?? '') ?? [];
    const next = args[index + 1];
    if (name === undefined) words.push(args[index] ?? '');
    else if (value !== undefined) flags[name] = value;
    else if (next !== undefined && !next.startsWith('-')) {
      flags[name] = next;
      index += 1;
    } else flags[name] = 'true';
  }
  return { flags, words };
};

/** The number of a flag, or a default. */
export const portFlag = (value: string | undefined, fallback: number): number => {
  const port = Number(value?.split(':').at(-1));
  return value !== undefined && Number.isInteger(port) && port > 0 && port < 65_536 ? port : fallback;
};
