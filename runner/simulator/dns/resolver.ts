import { isIPv4, isIPv6 } from 'node:net';
import { nameServer } from '../address-plan.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Dns, DnsAnswer, DnsRecord } from '../objects/dns.ts';
import type { Network, Source } from '../objects/network.ts';
import { numberOption, parseResolvConf, type ResolverConfig } from './resolv-conf.ts';
import { createUpstream } from './upstream.ts';

/** How a question to name servers ended: with an answer, with silence, or at closed ports. */
export type Exchange =
  | { result: 'answered'; answer: DnsAnswer; server: string }
  | { result: 'timeout' }
  | { result: 'refused' };

/** Why a name has no address: `try-again` when no server answered, `no-data` when the name exists without one. */
export type Resolution =
  | { addresses: readonly string[]; canonicalName: string; aliases?: readonly string[] }
  | { failure: 'not-found' | 'no-data' | 'try-again' };

export interface ResolverOptions {
  clusterState: ClusterState;
  network: Network;
  source: Source;
  /** Reads a file of the container, anew at each look-up because people edit them. */
  readFile(path: string): Promise<string | undefined>;
  libc: 'glibc' | 'musl';
}

export interface Resolver {
  config(): Promise<ResolverConfig>;
  /** Asks one question of one server. Waits `timeout` milliseconds of the cluster's clock for an answer that never comes. */
  ask(name: string, type: DnsRecord['type'], server: string, timeout: number): Promise<Exchange>;
  /** Asks the configured servers in turn, as often as resolv.conf says. */
  exchange(name: string, type: DnsRecord['type']): Promise<Exchange>;
  /** The names to try for a name as typed, in the order of the C library. */
  candidates(name: string): Promise<string[]>;
  /** getaddrinfo: literals, /etc/hosts, then DNS with the search list. */
  resolve(name: string, family?: 4 | 6): Promise<Resolution>;
}

const dnsPort = 53;

const relative = (name: string): string => name.replace(/\.$/, '');

export const createResolver = ({ clusterState, network, source, readFile, libc }: ResolverOptions): Resolver => {
  const upstream = createUpstream(clusterState);
  const config = async (): Promise<ResolverConfig> => parseResolvConf((await readFile('/etc/resolv.conf')) ?? '');

  const serverAt = (address: string): Dns | 'refused' | 'silent' => {
    if (address === nameServer) return upstream;
    const outcome = network.connect(source, address, dnsPort, 'UDP');
    if (outcome.result === 'connected') return outcome.listener.dns ?? 'silent';
    return outcome.result === 'dropped' ? 'silent' : 'refused';
  };

  const ask: Resolver['ask'] = async (name, type, server, timeout) => {
    const dns = serverAt(server);
    if (dns === 'refused') return { result: 'refused' };
    if (dns !== 'silent') return { result: 'answered', answer: dns.query(name, type), server };
    await clusterState.clock.sleep(timeout);
    return { result: 'timeout' };
  };

  const exchange: Resolver['exchange'] = async (name, type) => {
    const known = await config();
    const timeout = numberOption(known, 'timeout', 5) * 1_000;
    let last: Exchange = { result: 'refused' };
    for (let attempt = 0; attempt < numberOption(known, 'attempts', 2); attempt++)
      for (const server of known.nameservers.length > 0 ? known.nameservers : ['127.0.0.1']) {
        last = await ask(name, type, server, timeout);
        if (last.result === 'answered' && last.answer.rcode !== 'SERVFAIL' && last.answer.rcode !== 'REFUSED')
          return last;
      }
    return last;
  };

  const candidates = async (name: string): Promise<string[]> => {
    if (name.endsWith('.')) return [name];
    const known = await config();
    const dots = name.split('.').length - 1;
    const searched = known.search.map((domain) => `${name}.${domain}`);
    const isFull = dots >= numberOption(known, 'ndots', 1);
    // musl never searches for a name with enough dots; glibc does so after the name itself has failed.
    if (libc === 'musl') return isFull ? [name] : [...searched, name];
    return isFull ? [name, ...searched] : [...searched, name];
  };

  const fromHosts = async (name: string): Promise<string[]> =>
    ((await readFile('/etc/hosts')) ?? '')
      .split('\n')
      .map((line) => (line.split('#')[0] ?? '').trim().split(/\s+/))
      .filter(([, ...names]) => names.some((each) => each.toLowerCase() === name.toLowerCase()))
      .flatMap(([ip]) => ip ?? []);

  const fitting = (family: 4 | 6 | undefined) => (ip: string) =>
    family === undefined || (family === 4 ? isIPv4(ip) : isIPv6(ip));

  const resolve: Resolver['resolve'] = async (name, family) => {
    if (isIPv4(name) || isIPv6(name)) return { addresses: [name], canonicalName: name };
    const local = (await fromHosts(name)).filter(fitting(family));
    if (local.length > 0) return { addresses: local, canonicalName: name };
    const types = (['A', 'AAAA'] as const).filter((type) => family === undefined || (type === 'A') === (family === 4));
    let failure: 'not-found' | 'no-data' | 'try-again' = 'not-found';
    for (const candidate of await candidates(name)) {
      const exchanges = [];
      for (const type of types) exchanges.push(await exchange(candidate, type));
      const records = exchanges.flatMap((each) => (each.result === 'answered' ? each.answer.answers : []));
      const addresses = records.filter((each) => each.type === 'A' || each.type === 'AAAA');
      if (addresses.length > 0) {
        const aliases = records.filter(({ type }) => type === 'CNAME').map((each) => relative(each.name));
        return {
          addresses: addresses.map((each) => each.data),
          canonicalName: relative(addresses[0]?.name ?? candidate),
          ...(aliases.length > 0 && { aliases: [...new Set(aliases)] }),
        };
      }
      const isEmpty = exchanges.some((each) => each.result === 'answered' && each.answer.rcode === 'NOERROR');
      if (exchanges.every((each) => each.result !== 'answered')) return { failure: 'try-again' };
      if (isEmpty) failure = 'no-data';
      // musl takes a name that exists without an address for the end of the search.
      if (isEmpty && libc === 'musl') return { failure };
    }
    return { failure };
  };

  return { config, ask, exchange, candidates, resolve };
};
