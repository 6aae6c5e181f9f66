import { isIPv4, isIPv6 } from 'node:net';
import { stands } from '../../network/network.ts';
import { type Connected, dial, synTimeout } from '../dial.ts';
import type { Machine } from '../tool.ts';
import type { Transfer } from './options.ts';
import { handshake } from './tls.ts';
import type { CurlUrl } from './url.ts';

/** curl's exit code and message for a transfer that failed. */
export interface Fault {
  exitCode: number;
  message: string;
}

export interface Connection {
  ip: string;
  port: number;
  socket: Connected;
}

/** When each phase of a transfer was over, in milliseconds after its start; and how many connections it opened. */
export interface Timing {
  lookup: number;
  connect: number;
  handshake: number;
  opened: number;
}

/** The connections that one process of curl keeps for later URLs. */
export type Pool = Map<string, Connection>;

/** One curl process. */
export interface CurlSession {
  machine: Machine;
  pool: Pool;
  signal: AbortSignal;
}

/** One transfer of it. */
export interface Run {
  transfer: Transfer;
  timing: Timing;
  /** On the cluster's clock; the end is Infinity when there is none. */
  started: number;
  end: number;
}

/**
 * Milliseconds that a connection takes at least. On a clock that stands still while anybody works it would take none, and curl's
 * time_connect of 0 says that no connection came about.
 */
const minConnect = 0.1;

/** A connection for a URL: a kept one while its other end lives, else a new one. Names resolve as for any program here. */
export const openConnection = async (session: CurlSession, url: CurlUrl, run: Run): Promise<Connection | Fault> => {
  const { machine, pool } = session;
  const key = keyOf(url);
  const kept = pool.get(key);
  if (kept && stands(machine.clusterState, kept.socket)) return kept;
  pool.delete(key);
  const { clock } = machine.clusterState;
  const elapsed = (): number => clock.now() - run.started;
  const [host, port] = connectTo(url, run.transfer);
  const addresses = await addressesOf(machine, host, port, run.transfer);
  run.timing.lookup = elapsed();
  if (!addresses || addresses.length === 0) return { exitCode: 6, message: `Could not resolve host: ${host}` };
  const begun = clock.now();
  const tried = await dialEach(session, { addresses, port, begun }, run);
  if (!('socket' in tried)) {
    if (tried.isWhole)
      return { exitCode: 28, message: `Connection timed out after ${Math.round(elapsed())} milliseconds` };
    return notConnected(`${host} port ${port}`, clock.now() - begun, tried.result);
  }
  run.timing.connect = Math.max(elapsed(), minConnect);
  run.timing.opened += 1;
  const fault = await secure(machine, url, run.transfer, tried.socket);
  if (fault) return fault;
  if (url.scheme === 'https') run.timing.handshake = Math.max(elapsed(), run.timing.connect);
  pool.set(key, tried);
  return tried;
};

export const keyOf = ({ scheme, host, port }: CurlUrl): string => `${scheme}://${host}:${port}`;

interface Unconnected {
  result: 'refused' | 'no-route' | 'timeout';
  /** The time of the whole transfer is over, not only that for connecting. */
  isWhole: boolean;
}

/** Tries the addresses of a name one after the other. */
const dialEach = async (
  { machine, signal }: CurlSession,
  { addresses, port, begun }: { addresses: readonly string[]; port: number; begun: number },
  { transfer, end }: Run,
): Promise<Connection | Unconnected> => {
  const { clock } = machine.clusterState;
  const connectTimeout = transfer.connectTimeout ?? Number.POSITIVE_INFINITY;
  const limit = Math.min(end - begun, connectTimeout);
  let result: Unconnected['result'] = 'timeout';
  for (const [index, ip] of addresses.entries()) {
    const left = Math.max(0, limit - (clock.now() - begun));
    // As long as there are more addresses, one may take half of the time that is left.
    const timeout = index === addresses.length - 1 ? left : left / 2;
    const socket = await dial(machine, { ip, port, protocol: 'TCP' }, { timeout, signal });
    if (socket.result === 'connected') return { ip, port, socket };
    result = socket.result;
  }
  return { result, isWhole: result === 'timeout' && end - begun <= connectTimeout && limit < synTimeout };
};

const notConnected = (target: string, took: number, result: Unconnected['result']): Fault => {
  const after = `Failed to connect to ${target} after ${Math.round(took)} ms`;
  return result === 'timeout'
    ? { exitCode: 28, message: `${after}: Timeout was reached` }
    : { exitCode: 7, message: `${after}: Couldn't connect to server` };
};

/** --connect-to HOST1:PORT1:HOST2:PORT2, where an empty part fits or keeps everything. */
const connectTo = (url: CurlUrl, transfer: Transfer): [string, number] => {
  for (const each of transfer.connectTo) {
    const [host = '', port = '', newHost = '', newPort = ''] = each.split(':');
    const fits = (host === '' || host === url.host) && (port === '' || Number(port) === url.port);
    if (fits) return [newHost || url.host, newPort ? Number(newPort) : url.port];
  }
  return [url.host, url.port];
};

const addressesOf = async (
  machine: Machine,
  host: string,
  port: number,
  transfer: Transfer,
): Promise<readonly string[] | undefined> => {
  for (const each of transfer.resolve) {
    const [name = '', at = '', ...rest] = each.replace(/^\+/, '').split(':');
    if ((name === '*' || name.toLowerCase() === host.toLowerCase()) && Number(at) === port)
      return rest
        .join(':')
        .split(',')
        .map((ip) => ip.replace(/^\[|\]$/g, ''));
  }
  if (isIPv4(host) || isIPv6(host)) return [host];
  const found = await machine.resolver.resolve(host, transfer.family);
  return 'addresses' in found ? found.addresses : undefined;
};

const systemAuthorities = '/etc/ssl/certs/ca-certificates.crt';

const secure = async (
  machine: Machine,
  url: CurlUrl,
  transfer: Transfer,
  { listener }: Connected,
): Promise<Fault | undefined> => {
  if (url.scheme !== 'https') return undefined;
  const own = transfer.cacert === undefined ? undefined : await machine.files.read(transfer.cacert);
  if (transfer.cacert !== undefined && own === undefined && !transfer.insecure)
    return { exitCode: 77, message: `error setting certificate file: ${transfer.cacert}` };
  const trusted = own ?? (await machine.files.read(systemAuthorities)) ?? '';
  return handshake(listener, url.host, {
    trusted,
    insecure: transfer.insecure,
    now: machine.clusterState.clock.date(),
  });
};
