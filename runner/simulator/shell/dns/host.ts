import { isIPv4 } from 'node:net';
import { reverseName } from '../../../core/address.ts';
import { absolute } from '../../dns/zone.ts';
import type { DnsRecord, DnsType } from '../../objects/dns.ts';
import { fail, succeed, type Tool } from '../tool.ts';
import { recordType } from './dig.ts';

const sentence = ({ name, type, data }: DnsRecord): string => {
  const owner = name.replace(/\.$/, '');
  if (type === 'A') return `${owner} has address ${data}\n`;
  if (type === 'AAAA') return `${owner} has IPv6 address ${data}\n`;
  if (type === 'CNAME') return `${owner} is an alias for ${data}\n`;
  if (type === 'PTR') return `${owner} domain name pointer ${data}\n`;
  if (type === 'SRV') return `${owner} has SRV record ${data}\n`;
  if (type === 'TXT') return `${owner} descriptive text ${data}\n`;
  return `${owner} has ${type} record ${data}\n`;
};

/** host of BIND 9.18: uses the search list; exit 1 when the name does not exist or no server answers. */
export const host: Tool = {
  names: ['host'],
  run: async ({ args, machine: { resolver } }) => {
    const typeAt = args.indexOf('-t');
    const wanted = typeAt < 0 ? undefined : recordType(args[typeAt + 1] ?? '');
    const words = args.filter((word, index) => !word.startsWith('-') && (typeAt < 0 || index !== typeAt + 1));
    const [typed = '', given] = words;
    const server = given ?? (await resolver.config()).nameservers[0] ?? '127.0.0.1';
    const isReverse = isIPv4(typed);
    const usual: readonly DnsType[] = isReverse ? ['PTR'] : ['A', 'AAAA'];
    const types = wanted ? [wanted] : usual;
    const names = isReverse ? [reverseName(typed) ?? typed] : await resolver.candidates(typed);
    const preface =
      given === undefined ? '' : `Using domain server:\nName: ${server}\nAddress: ${server}#53\nAliases: \n\n`;
    for (const name of names) {
      let text = '';
      let exists = false;
      const seen = new Set<string>();
      for (const type of types) {
        const exchange = await resolver.ask(absolute(name), type, server, 5_000);
        if (exchange.result !== 'answered') {
          const why = exchange.result === 'timeout' ? 'timed out' : 'connection refused';
          return fail(
            1,
            '',
            `${`;; communications error to ${server}#53: ${why}\n`.repeat(2)};; no servers could be reached\n`,
          );
        }
        if (exchange.answer.rcode === 'NXDOMAIN') continue;
        exists = true;
        const lines = exchange.answer.answers.map(sentence).filter((line) => !seen.has(line));
        for (const line of lines) seen.add(line);
        text += lines.join('');
      }
      if (!exists) continue;
      const dangling = /is an alias for (\S+)\.\n$/.exec(text)?.[1];
      const target = dangling === undefined ? undefined : await resolver.ask(`${dangling}.`, 'A', server, 5_000);
      // host asks for the target itself too, for IPv6 and for mail.
      if (target?.result === 'answered' && target.answer.rcode === 'NXDOMAIN')
        return fail(1, '', `${preface}${text}${`Host ${dangling} not found: 3(NXDOMAIN)\n`.repeat(2)}`);
      if (text === '' && wanted) return succeed(`${preface}${typed} has no ${wanted} record\n`);
      return succeed(preface + text);
    }
    const shown = isReverse ? (names[0] ?? '') : typed;
    return fail(1, '', `${preface}Host ${shown} not found: 3(NXDOMAIN)\n`);
  },
};
