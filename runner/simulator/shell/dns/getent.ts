import { isIPv4, isIPv6 } from 'node:net';
import { reverseName } from '../../../core/address.ts';
import { fail, succeed, type Tool, type ToolCall } from '../tool.ts';

const line = (address: string, ...names: string[]): string => `${address.padEnd(15)} ${names.join(' ')}\n`;

const socketTypes = ['STREAM', 'DGRAM ', 'RAW   '] as const;

const reverse = async ({ resolver }: ToolCall['machine'], address: string): Promise<string | undefined> => {
  const exchange = await resolver.exchange(reverseName(address) ?? address, 'PTR');
  const [first] = exchange.result === 'answered' ? exchange.answer.answers : [];
  return first?.data.replace(/\.$/, '');
};

const families: Readonly<Record<string, 4 | 6>> = { ahostsv4: 4, ahostsv6: 6 };

/** getent: the C library's own view of names; exit 2 when it finds nothing. */
export const getent: Tool = {
  names: ['getent'],
  run: async ({ args, machine }) => {
    const [database = '', ...names] = args;
    const family = families[database];
    if (!/^(a?hosts|ahostsv[46])$/.test(database)) return fail(1, `Unknown database: ${database}\n`);
    const result = succeed();
    for (const name of names) {
      if (database === 'hosts' && isIPv4(name)) {
        const owner = await reverse(machine, name);
        if (owner === undefined) result.exitCode = 2;
        else result.stdout += line(name, owner);
        continue;
      }
      const found = await machine.resolver.resolve(name, family);
      if (!('addresses' in found)) {
        result.exitCode = 2;
        continue;
      }
      // `hosts` prefers IPv6 and shows one family, `ahosts` shows all.
      const v6 = found.addresses.filter(isIPv6);
      const shown = database === 'hosts' && v6.length > 0 ? v6 : found.addresses;
      for (const [index, address] of shown.entries())
        result.stdout +=
          database === 'hosts'
            ? line(address, found.canonicalName, ...(found.aliases ?? []))
            : socketTypes
                .map((type, row) =>
                  `${address.padEnd(15)} ${type} ${index === 0 && row === 0 ? found.canonicalName : ''}`.trimEnd(),
                )
                .map((text, row) => (index === 0 && row === 0 ? `${text}\n` : `${text.padEnd(22)} \n`))
                .join('');
    }
    return result;
  },
};
