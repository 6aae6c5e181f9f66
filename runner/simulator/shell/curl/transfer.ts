import type { HttpResponse } from '../../objects/sockets.ts';
import { byteLength, requestText, responseHead } from '../http-text.ts';
import { type Connection, type CurlSession, type Fault, keyOf, openConnection, type Run } from './connection.ts';
import { exchange, requestHeaders, type Sent } from './exchange.ts';
import type { Transfer } from './options.ts';
import { type CurlUrl, defaultPorts, parseUrl, resolveUrl } from './url.ts';
import type { Outcome } from './write-out.ts';

/** One request and its answer, for --verbose and --include. */
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

const newOutcome = (url: string, number: number, transfer: Transfer): Omit<Outcome, 'timing' | 'date'> => ({
  url,
  effectiveUrl: url,
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
  firstByte: 0,
  total: 0,
});

/** Fetches one URL and what it is redirected to. */
class Fetch {
  readonly #session: CurlSession;
  readonly #transfer: Transfer;
  readonly #run: Run;
  readonly #outcome: Outcome;
  readonly #traces: Trace[] = [];

  constructor(session: CurlSession, url: string, number: number, transfer: Transfer) {
    const { clock } = session.machine.clusterState;
    const started = clock.now();
    const end = transfer.maxTime === undefined ? Number.POSITIVE_INFINITY : started + transfer.maxTime;
    const timing = { lookup: 0, connect: 0, handshake: 0, opened: 0 };
    this.#session = session;
    this.#transfer = transfer;
    this.#run = { transfer, timing, started, end };
    this.#outcome = { ...newOutcome(url, number, transfer), timing, date: clock.date() };
  }

  async perform(): Promise<Performed> {
    const { url } = this.#outcome;
    if (isFileUrl(url) && allowsScheme(this.#transfer.proto, 'file')) return this.#readFile(fileOf(url));
    let target: string | undefined = url;
    while (target !== undefined) {
      const next: Fault | { location: string | undefined } = await this.#hop(target);
      if (isFault(next)) return this.#failed(next);
      target = next.location;
    }
    this.#outcome.total = this.#elapsed();
    const status = this.#outcome.response?.status ?? 0;
    if ((this.#transfer.fail || this.#transfer.failWithBody) && status >= 400)
      return this.#failed({ exitCode: 22, message: `The requested URL returned error: ${status}` });
    return { outcome: this.#outcome, traces: this.#traces };
  }

  #elapsed(): number {
    return Math.max(this.#session.machine.clusterState.clock.now() - this.#run.started, this.#run.timing.connect);
  }

  #failed({ exitCode, message }: Fault): Performed {
    this.#outcome.total = this.#elapsed();
    return { outcome: { ...this.#outcome, exitCode, message }, traces: this.#traces };
  }

  async #readFile(path: string): Promise<Performed> {
    const body = await this.#session.machine.files.read(path);
    if (body === undefined) return this.#failed({ exitCode: 37, message: `Couldn't open file ${path}` });
    const response = { status: 0, headers: {}, body };
    return { outcome: { ...this.#outcome, scheme: 'file', response }, traces: this.#traces };
  }

  /** Asks one server; answers with the URL that it redirects to, if curl follows it. */
  async #hop(target: string): Promise<Fault | { location: string | undefined }> {
    const outcome = this.#outcome;
    const url = parseUrl(target);
    if (!url) return { exitCode: 3, message: 'URL using bad/illegal format or missing URL' };
    outcome.effectiveUrl = /^[a-z]+:\/\//i.test(target) ? fullUrl(target) : fullUrl(`http://${target}`);
    outcome.scheme = url.scheme;
    if (!allowsScheme(this.#transfer.proto, url.scheme))
      return { exitCode: 1, message: `Protocol "${url.scheme}" not supported or disabled in libcurl` };
    const before = this.#run.timing.opened;
    const connection = await openConnection(this.#session, url, this.#run);
    if (isFault(connection)) {
      this.#traces.push({ connection: undefined, isKept: false, requestHead: '', responseHead: '' });
      return connection;
    }
    const isKept = this.#run.timing.opened === before;
    const response = await this.#ask(url, connection, isKept);
    return isFault(response) ? response : this.#redirect(url, response);
  }

  /** Sends the request over the connection and keeps the facts that curl reports. */
  async #ask(url: CurlUrl, connection: Connection, isKept: boolean): Promise<Fault | HttpResponse> {
    const { machine, pool, signal } = this.#session;
    const { clock } = machine.clusterState;
    const outcome = this.#outcome;
    outcome.remote = { ip: connection.ip, port: connection.port };
    outcome.local = { ip: machine.source().ip, port: connection.socket.peer.port };
    const sent = requestOf(url, this.#transfer, outcome.method);
    const requestHead = requestText({ ...sent.request, body: '' }, sent.headers);
    outcome.requestSize += byteLength(requestHead);
    outcome.uploadSize = byteLength(sent.request.body);
    const wait = { left: this.#run.end - clock.now(), total: () => this.#elapsed(), signal };
    const response = await exchange(machine, connection, sent, wait);
    const trace = { connection, isKept, requestHead, responseHead: '' };
    this.#traces.push(trace);
    if (isFault(response)) {
      pool.delete(keyOf(url));
      return response;
    }
    if (response.close || this.#transfer.noKeepAlive || isClosing(sent.headers, response)) pool.delete(keyOf(url));
    trace.responseHead = responseHead(response, clock.date());
    outcome.headSize += byteLength(trace.responseHead);
    outcome.response = outcome.method === 'HEAD' ? { ...response, body: '' } : response;
    outcome.firstByte = this.#elapsed();
    return response;
  }

  #redirect(url: CurlUrl, { status, headers }: HttpResponse): Fault | { location: string | undefined } {
    const outcome = this.#outcome;
    const { location: follows, maxRedirects, method } = this.#transfer;
    const location = redirects.has(status) ? headers['location'] : undefined;
    outcome.redirectUrl = location === undefined ? '' : resolveUrl(url, location);
    if (location === undefined || !follows) return { location: undefined };
    if (outcome.redirects >= maxRedirects && maxRedirects >= 0)
      return { exitCode: 47, message: `Maximum (${maxRedirects}) redirects followed` };
    outcome.redirects += 1;
    outcome.redirectTime = this.#elapsed();
    if (status === 303 || (status < 303 && outcome.method === 'POST' && !method)) outcome.method = 'GET';
    outcome.redirectUrl = '';
    return { location: resolveUrl(url, location) };
  }
}

/** `number` counts the URLs of the process. */
export const perform = (session: CurlSession, url: string, number: number, transfer: Transfer): Promise<Performed> =>
  new Fetch(session, url, number, transfer).perform();

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

const requestOf = (url: CurlUrl, transfer: Transfer, method: string): Sent => {
  const data = transfer.data.length > 0 ? transfer.data.join(transfer.json ? '' : '&') : undefined;
  const body = transfer.get || (method === 'GET' && !transfer.method) ? undefined : data;
  const query = transfer.get && data !== undefined ? `${url.target.includes('?') ? '&' : '?'}${data}` : '';
  const headers = requestHeaders(url, transfer, body);
  return {
    scheme: url.scheme,
    headers,
    request: {
      method,
      target: `${url.target}${query}`,
      headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
      body: body ?? '',
    },
  };
};
