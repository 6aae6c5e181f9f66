import type { HttpRequest, HttpResponse } from '../../objects/sockets.ts';
import { byteLength, requestText, responseHead } from '../http-text.ts';
import type { Machine } from '../tool.ts';
import { type Connection, type Fault, openConnection, type Pool, type Timing } from './connection.ts';
import { exchange, requestHeaders } from './exchange.ts';
import type { Transfer } from './options.ts';
import { type CurlUrl, defaultPorts, parseUrl, resolveUrl } from './url.ts';
import type { Outcome } from './write-out.ts';

/** What a transfer did, for --verbose and --include. */
export interface Trace {
  connection: Connection | undefined;
  isKept: boolean;
  requestHead: string;
  responseHead: string;
}

export interface Performed {
  outcome: Outcome;
  /** One for each hop of a redirected transfer. */
  traces: Trace[];
}

const isFault = (value: object): value is Fault => 'exitCode' in value;
const redirects = new Set([301, 302, 303, 307, 308]);

/** Whether --proto allows a scheme: `=http,https` names all, `-all,+http` changes the default. */
export const allowsScheme = (proto: string | undefined, scheme: string): boolean => {
  if (scheme !== 'file' && !Object.hasOwn(defaultPorts, scheme)) return false;
  let allowed = true;
  for (const [index, each] of (proto ?? '').split(',').entries()) {
    const name = each.replace(/^[=+-]/, '');
    if (name !== 'all' && name !== scheme) {
      if (index === 0 && each.startsWith('=')) allowed = false;
    } else allowed = !each.startsWith('-');
  }
  return allowed;
};

const isFileUrl = (text: string): boolean => /^file:\/\//i.test(text);
const fileOf = (text: string): string => text.replace(/^file:\/\/[^/]*/i, '');

/** Fetches one URL and what it is redirected to. */
export const perform = async (
  machine: Machine,
  text: string,
  number: number,
  transfer: Transfer,
  pool: Pool,
  signal: AbortSignal,
): Promise<Performed> => {
  const { clock } = machine.clusterState;
  const started = clock.now();
  const end = transfer.maxTime === undefined ? Number.POSITIVE_INFINITY : started + transfer.maxTime;
  const timing: Timing = { lookup: 0, connect: 0, handshake: 0, opened: 0 };
  const outcome: Outcome = {
    url: text,
    effectiveUrl: text,
    number,
    method: methodOf(transfer),
    scheme: 'http',
    exitCode: 0,
    message: '',
    headSize: 0,
    requestSize: 0,
    uploadSize: 0,
    remote: undefined,
    local: undefined,
    redirects: 0,
    redirectUrl: '',
    redirectTime: 0,
    outputFile: undefined,
    timing,
    firstByte: 0,
    total: 0,
    date: clock.date(),
  };
  const traces: Trace[] = [];
  const elapsed = (): number => Math.max(clock.now() - started, timing.connect);
  const failed = ({ exitCode, message }: Fault): Performed => {
    outcome.total = elapsed();
    return { outcome: { ...outcome, exitCode, message }, traces };
  };

  if (isFileUrl(text) && allowsScheme(transfer.proto, 'file')) {
    const body = await machine.files.read(fileOf(text));
    if (body === undefined) return failed({ exitCode: 37, message: `Couldn't open file ${fileOf(text)}` });
    return { outcome: { ...outcome, scheme: 'file', response: { status: 0, headers: {}, body } }, traces };
  }
  let target = text;
  for (;;) {
    const url = parseUrl(target);
    if (!url) return failed({ exitCode: 3, message: 'URL using bad/illegal format or missing URL' });
    outcome.effectiveUrl = /^[a-z]+:\/\//i.test(target) ? fullUrl(target) : fullUrl(`http://${target}`);
    outcome.scheme = url.scheme;
    if (!allowsScheme(transfer.proto, url.scheme))
      return failed({ exitCode: 1, message: `Protocol "${url.scheme}" not supported or disabled in libcurl` });
    const before = timing.opened;
    const connection = await openConnection(machine, url, transfer, pool, timing, { started, end, signal });
    if (isFault(connection)) {
      traces.push({ connection: undefined, isKept: false, requestHead: '', responseHead: '' });
      return failed(connection);
    }
    outcome.remote = { ip: connection.ip, port: connection.port };
    outcome.local = { ip: machine.source().ip, port: connection.socket.peer.port };
    const { request, headers } = requestOf(url, transfer, outcome.method);
    outcome.requestSize += byteLength(requestText({ ...request, body: '' }, headers));
    outcome.uploadSize = byteLength(request.body);
    const wait = { left: end - clock.now(), total: elapsed, signal };
    const response = await exchange(machine, connection, url.scheme, request, headers, wait);
    const trace = {
      connection,
      isKept: timing.opened === before,
      requestHead: requestText({ ...request, body: '' }, headers),
      responseHead: '',
    };
    traces.push(trace);
    if (isFault(response)) {
      pool.delete(keyOf(url));
      return failed(response);
    }
    if (response.close || transfer.noKeepAlive || isClosing(headers, response)) pool.delete(keyOf(url));
    trace.responseHead = responseHead(response, clock.date());
    outcome.headSize += byteLength(trace.responseHead);
    outcome.response = outcome.method === 'HEAD' ? { ...response, body: '' } : response;
    outcome.firstByte = elapsed();
    const location = redirects.has(response.status) ? response.headers['location'] : undefined;
    outcome.redirectUrl = location === undefined ? '' : resolveUrl(url, location);
    if (location === undefined || !transfer.location) break;
    if (outcome.redirects >= transfer.maxRedirects && transfer.maxRedirects >= 0)
      return failed({ exitCode: 47, message: `Maximum (${transfer.maxRedirects}) redirects followed` });
    outcome.redirects += 1;
    outcome.redirectTime = elapsed();
    if (response.status === 303 || (response.status < 303 && outcome.method === 'POST' && !transfer.method))
      outcome.method = 'GET';
    target = resolveUrl(url, location);
    outcome.redirectUrl = '';
  }
  outcome.total = elapsed();
  const status = outcome.response?.status ?? 0;
  if ((transfer.fail || transfer.failWithBody) && status >= 400)
    return failed({ exitCode: 22, message: `The requested URL returned error: ${status}` });
  return { outcome, traces };
};

const keyOf = (url: CurlUrl): string => `${url.scheme}://${url.host}:${url.port}`;

const isClosing = (headers: readonly [string, string][], response: HttpResponse): boolean =>
  headers.some(([name, value]) => name.toLowerCase() === 'connection' && value.toLowerCase() === 'close') ||
  response.headers['connection']?.toLowerCase() === 'close';

/** curl shows the URL that it used with its path. */
const fullUrl = (text: string): string => text.replace(/^([a-z]+:\/\/[^/?#]+)(?=$|[?#])/i, '$1/').replace(/#.*$/, '');

const methodOf = (transfer: Transfer): string => {
  if (transfer.method !== undefined) return transfer.method;
  if (transfer.head) return 'HEAD';
  return transfer.data.length > 0 && !transfer.get ? 'POST' : 'GET';
};

const requestOf = (
  url: CurlUrl,
  transfer: Transfer,
  method: string,
): { request: HttpRequest; headers: [string, string][] } => {
  const data = transfer.data.length > 0 ? transfer.data.join(transfer.json ? '' : '&') : undefined;
  const body = transfer.get || (method === 'GET' && !transfer.method) ? undefined : data;
  const query = transfer.get && data !== undefined ? `${url.target.includes('?') ? '&' : '?'}${data}` : '';
  const headers = requestHeaders(url, transfer, body);
  return {
    headers,
    request: {
      method,
      target: `${url.target}${query}`,
      headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
      body: body ?? '',
    },
  };
};
