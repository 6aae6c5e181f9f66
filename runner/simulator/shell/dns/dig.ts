import { isIPv4 } from 'node:net';
import { reverseName } from '../../../core/address.ts';
import { absolute } from '../../dns/zone.ts';
import type { DnsType } from '../../objects/dns.ts';
import { fail, succeed, type Tool, type ToolCall, type ToolResult } from '../tool.ts';
import { type DigDisplay, digText } from './dig-text.ts';

const version = '9.18.49-1~deb12u3-Debian';
const knownTypes = [
  'A',
  'AAAA',
  'CNAME',
  'SRV',
  'PTR',
  'TXT',
  'SOA',
  'NS',
  'MX',
  'ANY',
  'CAA',
  'DNSKEY',
  'DS',
  'HINFO',
  'HTTPS',
  'NAPTR',
  'SVCB',
  'TLSA',
] as const satisfies readonly DnsType[];

export const recordType = (text: string): DnsType | undefined => knownTypes.find((each) => each === text.toUpperCase());

interface DigQuery {
  name: string;
  type: DnsType;
}

interface DigOptions {
  queries: DigQuery[];
  server: string | undefined;
  short: boolean;
  search: boolean;
  tcp: boolean;
  timeout: number;
  tries: number;
  display: DigDisplay;
}

const everything = (shown: boolean): DigDisplay => ({
  command: shown,
  comments: shown,
  question: shown,
  answer: shown,
  authority: shown,
  additional: shown,
  stats: shown,
});

const flags: Readonly<Record<string, (options: DigOptions, on: boolean, value: string) => void>> = {
  short: (options, on) => Object.assign(options, { short: on }),
  search: (options, on) => Object.assign(options, { search: on }),
  tcp: (options, on) => Object.assign(options, { tcp: on }),
  vc: (options, on) => Object.assign(options, { tcp: on }),
  time: (options, _, value) => Object.assign(options, { timeout: Math.max(1, Number(value) || 5) * 1_000 }),
  timeout: (options, _, value) => Object.assign(options, { timeout: Math.max(1, Number(value) || 5) * 1_000 }),
  tries: (options, _, value) => Object.assign(options, { tries: Math.max(1, Number(value) || 3) }),
  retry: (options, _, value) => Object.assign(options, { tries: (Number(value) || 0) + 1 }),
  all: (options, on) => Object.assign(options, { display: everything(on) }),
  cmd: (options, on) => Object.assign(options.display, { command: on }),
  comments: (options, on) => Object.assign(options.display, { comments: on }),
  question: (options, on) => Object.assign(options.display, { question: on }),
  answer: (options, on) => Object.assign(options.display, { answer: on }),
  authority: (options, on) => Object.assign(options.display, { authority: on }),
  additional: (options, on) => Object.assign(options.display, { additional: on }),
  stats: (options, on) => Object.assign(options.display, { stats: on }),
};

const readArguments = (args: readonly string[]): DigOptions => {
  const options: DigOptions = {
    queries: [],
    server: undefined,
    short: false,
    search: false,
    tcp: false,
    timeout: 5_000,
    tries: 3,
    display: everything(true),
  };
  const words = [...args];
  let pending: DnsType | undefined;
  const ask = (name: string, type?: DnsType): void => {
    options.queries.push({ name, type: type ?? pending ?? 'A' });
    pending = undefined;
  };
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const option = /^\+(no)?([a-z0-9]+)(?:=(.*))?$/.exec(word);
    const last = options.queries.at(-1);
    const type = recordType(word);
    if (option) flags[option[2] ?? '']?.(options, option[1] === undefined, option[3] ?? '');
    else if (word.startsWith('@')) options.server = word.slice(1);
    else if (word === '-x') ask(nameToReverse(words.shift() ?? ''), 'PTR');
    else if (word === '-q') ask(words.shift() ?? '');
    else if (word === '-t') {
      pending = recordType(words.shift() ?? '');
      if (last && pending) last.type = pending;
    } else if (/^-[pbck]$/.test(word)) words.shift();
    else if (word.startsWith('-') || word.toUpperCase() === 'IN') continue;
    else if (type && last) last.type = type;
    else ask(word);
  }
  if (options.queries.length === 0) options.queries.push({ name: '.', type: 'NS' });
  return options;
};

/** dig of BIND 9.18: no search list unless asked to, exit 0 whatever the answer is, 9 when no server answers. */
export const dig: Tool = {
  names: ['dig'],
  run: async (call) => {
    if (call.args[0] === '-v') return succeed('', `DiG ${version}\n`);
    const options = readArguments(call.args);
    const result = succeed();
    for (const query of options.queries) {
      const one = await ask(call, query, options);
      result.stdout += one.stdout;
      result.exitCode = one.exitCode;
    }
    return result;
  },
};

const ask = async ({ args, machine }: ToolCall, query: DigQuery, options: DigOptions): Promise<ToolResult> => {
  const { resolver, clusterState } = machine;
  const config = await resolver.config();
  const servers = options.server === undefined ? config.nameservers : await serverAddresses(machine, options.server);
  if (servers.length === 0) return fail(10, '', `dig: couldn't get address for '${options.server}': not found\n`);
  const names = options.search ? await resolver.candidates(query.name) : [absolute(query.name)];
  const banner = `\n; <<>> DiG ${version} <<>> ${args.join(' ')}\n${options.server === undefined ? '' : '; (1 server found)\n'};; global options: +cmd\n`;
  let troubles = '';
  for (const [index, name] of names.entries()) {
    for (let attempt = 0; attempt < options.tries; attempt++)
      for (const server of servers) {
        const exchange = await resolver.ask(name, query.type, server, options.timeout);
        if (exchange.result !== 'answered') {
          const why = exchange.result === 'timeout' ? 'timed out' : 'connection refused';
          troubles += `;; communications error to ${server}#53: ${why}\n`;
          continue;
        }
        const { answer } = exchange;
        if (answer.rcode === 'NXDOMAIN' && index < names.length - 1) break;
        if (options.short) return succeed(answer.answers.map((each) => `${each.data}\n`).join(''));
        const cookie = [0, 1]
          .map(() =>
            Math.floor(clusterState.random() * 2 ** 32)
              .toString(16)
              .padStart(8, '0'),
          )
          .join('');
        const more = {
          id: Math.floor(clusterState.random() * 65_536),
          cookie,
          server,
          date: clusterState.clock.date(),
        };
        const text = digText({ name: absolute(name), type: query.type }, answer, options.display, {
          ...more,
          transport: options.tcp ? 'TCP' : 'UDP',
        });
        return succeed((options.display.command ? banner : '') + text);
      }
  }
  return fail(
    9,
    '',
    `${troubles}${options.display.command && !options.short ? banner : ''};; no servers could be reached\n`,
  );
};

/** `-x` takes part of an address too: its octets are reversed as they are. */
const nameToReverse = (text: string): string =>
  reverseName(text) ?? `${text.split('.').toReversed().join('.')}.in-addr.arpa.`;

const serverAddresses = async (machine: ToolCall['machine'], server: string): Promise<readonly string[]> => {
  if (isIPv4(server)) return [server];
  const found = await machine.resolver.resolve(server, 4);
  return 'addresses' in found ? found.addresses : [];
};
