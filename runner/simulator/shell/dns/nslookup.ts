import { isIPv4 } from 'node:net';
import { reverseName } from '../../../core/address.ts';
import { absolute } from '../../dns/zone.ts';
import type { DnsAnswer, DnsRecord, DnsType } from '../../objects/dns.ts';
import { fail, succeed, type Tool, type ToolCall, type ToolResult } from '../tool.ts';
import { recordType } from './dig.ts';

interface Asked {
  name: string;
  server: string | undefined;
  types: readonly DnsType[];
}

const readArguments = (args: readonly string[]): Asked => {
  const type = args.map((word) => /^-(?:type|query|querytype|q|t)=(.+)$/.exec(word)?.[1]).find((each) => each);
  const [name = '', server] = args.filter((word) => !word.startsWith('-'));
  const wanted = type === undefined ? undefined : recordType(type);
  const usual: readonly DnsType[] = isIPv4(name) ? ['PTR'] : ['A', 'AAAA'];
  return { name, server, types: wanted ? [wanted] : usual };
};

/** The lines of records as BIND's nslookup writes them. */
const recordText = ({ name, type, data }: DnsRecord): string => {
  const owner = name.replace(/\.$/, '');
  if (type === 'A' || type === 'AAAA') return `Name:\t${owner}\nAddress: ${data}\n`;
  if (type === 'CNAME') return `${owner}\tcanonical name = ${data}\n`;
  if (type === 'PTR') return `${owner}\tname = ${data}\n`;
  if (type === 'SRV') return `${owner}\tservice = ${data}\n`;
  if (type === 'TXT') return `${owner}\ttext = ${data}\n`;
  return `${owner}\t${type.toLowerCase()} = ${data}\n`;
};

const unreachable = (server: string, result: 'timeout' | 'refused'): string => {
  const why = result === 'timeout' ? 'timed out' : 'connection refused';
  return `;; communications error to ${server}#53: ${why}\n`.repeat(2);
};

/** The note on each answer of a server that does not ask other servers for the client, as CoreDNS for its zone. */
const recursionNote = (server: string, { authoritative }: DnsAnswer): string =>
  authoritative ? `;; Got recursion not available from ${server}\n` : '';

/** nslookup of BIND 9.18: uses the search list, asks for A and AAAA, follows an alias that the server left open. */
export const nslookup: Tool = {
  names: ['nslookup'],
  run: async (call) => {
    const { resolver } = call.machine;
    const asked = readArguments(call.args);
    const server = asked.server ?? (await resolver.config()).nameservers[0] ?? '127.0.0.1';
    const isReverse = asked.types[0] === 'PTR' && isIPv4(asked.name);
    const header = isReverse ? '' : `Server:\t\t${server}\nAddress:\t${server}#53\n\n`;
    const names = isReverse ? [reverseName(asked.name) ?? asked.name] : await resolver.candidates(asked.name);
    let notes = '';
    for (const [index, name] of names.entries()) {
      const [first = 'A', ...others] = asked.types;
      const exchange = await resolver.ask(name, first, server, 5_000);
      if (exchange.result !== 'answered') {
        const troubles = unreachable(server, exchange.result);
        return fail(1, '', `${troubles};; no servers could be reached\n\n`);
      }
      notes += recursionNote(server, exchange.answer);
      if (exchange.answer.rcode === 'NXDOMAIN' && index < names.length - 1) continue;
      return present(call.machine.resolver, {
        asked: { ...asked, name: isReverse ? name.replace(/\.$/, '') : asked.name },
        name: absolute(name),
        server,
        header: notes + header,
        first: exchange.answer,
        others,
      });
    }
    return fail(1, '', notes + header);
  },
};

interface Found {
  asked: Asked;
  /** The name that exists, of those that the search list made. */
  name: string;
  server: string;
  /** The lines before the answer. */
  header: string;
  first: DnsAnswer;
  /** The types that are still to be asked for. */
  others: readonly DnsType[];
}

const present = async (
  resolver: ToolCall['machine']['resolver'],
  { asked, name, server, header, first, others }: Found,
): Promise<ToolResult> => {
  if (first.rcode === 'NXDOMAIN') return fail(1, '', `${header}** server can't find ${asked.name}: NXDOMAIN\n\n`);
  const records = [...first.answers];
  let notes = '';
  for (const type of first.answers.at(-1)?.type === 'CNAME' ? [] : others) {
    const more = await resolver.ask(name, type, server, 5_000);
    if (more.result === 'answered') notes += recursionNote(server, more.answer);
    if (more.result === 'answered')
      records.push(
        ...more.answer.answers.filter(
          (each) => !records.some((known) => known.name === each.name && known.data === each.data),
        ),
      );
  }
  const marker = first.authoritative ? '' : 'Non-authoritative answer:\n';
  const text = records.map(recordText).join('');
  const last = records.at(-1);
  if (last?.type === 'CNAME' && asked.types[0] !== 'CNAME') {
    const target = await resolver.ask(last.data, 'A', server, 5_000);
    if (target.result === 'answered' && target.answer.rcode === 'NXDOMAIN')
      return fail(1, '', `${header}${marker}${text}** server can't find ${last.data.replace(/\.$/, '')}: NXDOMAIN\n\n`);
  }
  if (records.length === 0) return succeed(`${header}${notes}*** Can't find ${asked.name}: No answer\n\n`);
  return succeed(`${header}${marker}${text}${notes}\n`);
};

/**
 * nslookup of busybox 1.35: a name without a dot is asked with every suffix of the search list, one with a dot as it
 * is; any suffix that fails makes the exit status 1.
 */
export const busyboxNslookup: Tool = {
  names: ['nslookup'],
  run: async ({ args, machine: { resolver } }) => {
    const asked = readArguments(args);
    const config = await resolver.config();
    const server = asked.server ?? config.nameservers[0] ?? '127.0.0.1';
    const isReverse = asked.types[0] === 'PTR' && isIPv4(asked.name);
    const isShort = !asked.name.includes('.') && config.search.length > 0;
    const typed = isShort ? config.search.map((domain) => `${asked.name}.${domain}`) : [asked.name];
    const names = isReverse ? [reverseName(asked.name) ?? asked.name] : typed;
    const result = succeed(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
    for (const type of asked.types)
      for (const name of names) {
        const exchange = await resolver.ask(name, type, server, 5_000);
        if (exchange.result !== 'answered')
          return fail(1, '', `;; connection timed out; no servers could be reached\n\n`);
        const { answer } = exchange;
        if (answer.rcode === 'NXDOMAIN') {
          result.stdout += `** server can't find ${name.replace(/\.$/, '')}: NXDOMAIN\n\n`;
          result.exitCode = 1;
        } else result.stdout += answer.answers.length > 0 ? `${answer.answers.map(recordText).join('')}\n` : '\n';
      }
    return result;
  },
};
