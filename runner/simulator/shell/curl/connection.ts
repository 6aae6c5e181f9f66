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

/** The connections that one curl process keeps for later URLs. */
export type Pool = Map<string, Connection>;

export interface Deadlines {
  /** On the cluster's clock; Infinity when there is none. */
  end: number;
  started: number;
  signal: AbortSignal;
}

/**
 * Milliseconds that a connection takes at least. On a clock that stands still while anybody works it would take none, and curl's
 * time_connect of 0 says that no connection came about.
 */
const shortestConnect = 0.1;

/** A connection for a URL: a kept one while its other end lives, else a new one. Names resolve as for any program here. */
export const openConnection = async (
  machine: Machine,
  url: CurlUrl,
  transfer: Transfer,
  pool: Pool,
  timing: Timing,
  deadlines: Deadlines,
): Promise<Connection | Fault> => {
  const key = `${url.scheme}://${url.host}:${url.port}`;
  const kept = pool.get(key);
  if (kept && stands(machine.clusterState, kept.socket)) return kept;
  pool.delete(key);
  const elapsed = (): number => machine.clusterState.clock.now() - deadlines.started;
  const [host, port] = connectTo(url, transfer);
  const addresses = await addressesOf(machine, host, port, transfer);
  timing.lookup = elapsed();
  if (!addresses) return { exitCode: 6, message: `Could not resolve host: ${host}` };
  const begun = machine.clusterState.clock.now();
  const limit = Math.min(deadlines.end - begun, transfer.connectTimeout ?? Number.POSITIVE_INFINITY);
  for (const [index, ip] of addresses.entries()) {
    const isLast = index === addresses.length - 1;
    const left = Math.max(0, limit - (machine.clusterState.clock.now() - begun));
    // As long as there are more addresses, one may take half of the time that is left.
    const socket = await dial(machine, ip, port, 'TCP', isLast ? left : left / 2, deadlines.signal);
    if (socket.result === 'connected') {
      timing.connect = Math.max(elapsed(), shortestConnect);
      timing.opened += 1;
      const fault = await secure(machine, url, transfer, socket);
      if (fault) return fault;
      if (url.scheme === 'https') timing.handshake = Math.max(elapsed(), timing.connect);
      const connection = { ip, port, socket };
      pool.set(key, connection);
      return connection;
    }
    const took = machine.clusterState.clock.now() - begun;
    if (isLast && socket.result === 'timeout') {
      const isWhole =
        deadlines.end - begun <= (transfer.connectTimeout ?? Number.POSITIVE_INFINITY) && limit < synTimeout;
      if (isWhole) return { exitCode: 28, message: `Connection timed out after ${Math.round(elapsed())} milliseconds` };
      return failure(28, host, port, took, 'Timeout was reached');
    }
    if (isLast) return failure(7, host, port, took, "Couldn't connect to server");
  }
  return { exitCode: 6, message: `Could not resolve host: ${host}` };
};

const failure = (exitCode: number, host: string, port: number, took: number, why: string): Fault => ({
  exitCode,
  message: `Failed to connect to ${host} port ${port} after ${Math.round(took)} ms: ${why}`,
});

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
