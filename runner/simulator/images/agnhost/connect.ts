import type { Protocol } from '../../objects/sockets.ts';
import { dial } from '../../shell/dial.ts';
import { fail, succeed, type Tool, type ToolCall, type ToolResult } from '../../shell/tool.ts';
import { readFlags } from '../http.ts';

const protocols: Readonly<Record<string, Protocol>> = { udp: 'UDP', sctp: 'SCTP' };
const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

const timeoutOf = (text: string | undefined): number => {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text ?? '') ?? [];
  return amount === undefined ? Number.POSITIVE_INFINITY : Number(amount) * (units[unit] ?? 0);
};

/** `agnhost connect HOST:PORT`: exit 1 with REFUSED, TIMEOUT or DNS when it fails. */
const connect = async ({ machine, signal }: ToolCall, args: readonly string[]): Promise<ToolResult> => {
  const { flags, words } = readFlags(args);
  const [, host, port] = /^(.*):(\d+)$/.exec(words[0] ?? '') ?? [];
  if (host === undefined) return fail(1, `UNKNOWN: address ${words[0] ?? ''}: missing port in address\n`);
  const found = await machine.resolver.resolve(host, 4);
  const ip = 'addresses' in found ? found.addresses[0] : undefined;
  if (ip === undefined)
    return fail(1, `DNS: lookup ${host} on ${(await machine.resolver.config()).nameservers[0]}:53: no such host\n`);
  const protocol = protocols[flags['protocol'] ?? ''] ?? 'TCP';
  const target = { ip, port: Number(port), protocol };
  const socket = await dial(machine, target, { timeout: timeoutOf(flags['timeout']), signal });
  if (socket.result !== 'connected') {
    const other = `OTHER: dial tcp ${ip}:${port}: connect: no route to host`;
    return fail(1, `${{ refused: 'REFUSED', timeout: 'TIMEOUT', 'no-route': other }[socket.result]}\n`);
  }
  if (protocol === 'TCP') return succeed();
  const answer = await socket.listener.text?.(flags['udp-data'] ?? 'hostname', socket.peer);
  return answer === undefined ? fail(1, 'TIMEOUT\n') : succeed();
};

const fileLines = async ({ machine }: ToolCall, path: string, keyword: string): Promise<ToolResult> => {
  const lines = ((await machine.files.read(path)) ?? '').split('\n').map((line) => line.split(/\s+/));
  const values = lines.filter(([first]) => first === keyword).flatMap((line) => line.slice(1));
  return succeed(`${values.join(',')}\n`);
};

/** The commands of agnhost that end by themselves, for exec. */
export const agnhostTool: Tool = {
  names: ['agnhost'],
  run: async (call) => {
    const [command = '', ...args] = call.args;
    switch (command) {
      case 'connect':
        return connect(call, args);
      case 'dns-suffix':
        return fileLines(call, '/etc/resolv.conf', 'search');
      case 'dns-server-list':
        return fileLines(call, '/etc/resolv.conf', 'nameserver');
      case 'etc-hosts':
        return succeed((await call.machine.files.read('/etc/hosts')) ?? '');
      default:
        return fail(1, `Error: unknown command "${command}" for "app"\nRun 'app --help' for usage.\n`);
    }
  },
};
