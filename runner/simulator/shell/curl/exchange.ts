import { within } from '../../../core/clock.ts';
import { holderOf, isRunning, stands } from '../../network/network.ts';
import type { HttpRequest, HttpResponse } from '../../objects/sockets.ts';
import type { Connected } from '../dial.ts';
import { byteLength, parseResponse, requestText } from '../http-text.ts';
import type { Machine } from '../tool.ts';
import type { Connection, Fault } from './connection.ts';
import type { Transfer } from './options.ts';
import type { CurlUrl } from './url.ts';

export const version = '7.88.1';

/** The request's headers in the order in which curl sends them; -H replaces, and with nothing after the colon removes. */
export const requestHeaders = (url: CurlUrl, transfer: Transfer, body: string | undefined): [string, string][] => {
  const isDefault = url.port === (url.scheme === 'https' ? 443 : 80);
  const host = url.host.includes(':') ? `[${url.host}]` : url.host;
  const type = transfer.json ? 'application/json' : 'application/x-www-form-urlencoded';
  const user = transfer.user ?? url.user;
  const own: [string, string][] = [
    ['Host', isDefault ? host : `${host}:${url.port}`],
    ...(user === undefined ? [] : [['Authorization', `Basic ${btoa(user)}`] as [string, string]]),
    ['User-Agent', transfer.userAgent ?? `curl/${version}`],
    ['Accept', transfer.json ? 'application/json' : '*/*'],
    ...(transfer.referer === undefined ? [] : [['Referer', transfer.referer] as [string, string]]),
    ...(body === undefined
      ? []
      : ([
          ['Content-Length', String(byteLength(body))],
          ['Content-Type', type],
        ] as [string, string][])),
  ];
  const given = transfer.headers.flatMap((line): { name: string; value: string | undefined }[] => {
    const [, name = '', separator, value = ''] = /^([^:;]+)([:;])\s*(.*)$/.exec(line) ?? [];
    if (name === '') return [];
    return [{ name, value: value === '' && separator === ':' ? undefined : value }];
  });
  const replaced = new Set(given.map(({ name }) => name.toLowerCase()));
  const added = given.flatMap(({ name, value }): [string, string][] => (value === undefined ? [] : [[name, value]]));
  const hostFirst = added.filter(([name]) => name.toLowerCase() === 'host');
  return [
    ...hostFirst,
    ...own.filter(([name]) => !replaced.has(name.toLowerCase())),
    ...added.filter(([name]) => name.toLowerCase() !== 'host'),
  ];
};

export interface Wait {
  /** Milliseconds that are left; Infinity without a limit. */
  left: number;
  /** Milliseconds since the transfer began, for the message. */
  total(): number;
  signal: AbortSignal;
}

/** A request as curl sends it. */
export interface Sent {
  scheme: string;
  request: HttpRequest;
  /** In the order in which they go. */
  headers: readonly [string, string][];
}

/** Sends one request over a connection and waits for its answer. */
export const exchange = async (
  machine: Machine,
  { socket }: Connection,
  sent: Sent,
  { left, signal, total }: Wait,
): Promise<HttpResponse | Fault> => {
  const work = answerOrBreak(machine, socket, signal, () => answer(socket, sent));
  const answered = await within(machine.clusterState.clock, left, work, signal);
  if (!answered)
    return {
      exitCode: 28,
      message: `Operation timed out after ${Math.round(total())} milliseconds with 0 bytes received`,
    };
  if (answered.value) return answered.value;
  if (!stands(machine.clusterState, socket)) return { exitCode: 56, message: 'Recv failure: Connection reset by peer' };
  return { exitCode: 52, message: 'Empty reply from server' };
};

/** Milliseconds between two checks whether the other end still exists. */
const checkInterval = 250;

/** The answer; undefined as soon as the process at the other end, or the caller, is gone. */
const answerOrBreak = async <Answer>(
  { clusterState }: Machine,
  { listener }: Connected,
  signal: AbortSignal,
  work: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> => {
  const holder = holderOf(clusterState, listener);
  if (!holder) return work();
  const broken = Promise.withResolvers<undefined>();
  const stop = (): void => broken.resolve(undefined);
  const lookLater = (): (() => void) =>
    clusterState.clock.after(checkInterval, () => {
      if (isRunning(clusterState, holder)) cancel = lookLater();
      else stop();
    });
  let cancel = lookLater();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work(), broken.promise]);
  } finally {
    cancel();
    signal.removeEventListener('abort', stop);
  }
};

const plainToTls: HttpResponse = {
  status: 400,
  headers: {},
  body: 'Client sent an HTTP request to an HTTPS server.\n',
  close: true,
};

const answer = async (
  { listener, peer }: Connected,
  { scheme, request, headers }: Sent,
): Promise<HttpResponse | Fault | undefined> => {
  if (listener.tls && scheme !== 'https') return plainToTls;
  if (listener.http) return listener.http(request, peer);
  const text = await listener.text?.(requestText(request, headers), peer);
  if (text === undefined || text === '') return undefined;
  return parseResponse(text) ?? { exitCode: 1, message: 'Received HTTP/0.9 when not allowed' };
};
