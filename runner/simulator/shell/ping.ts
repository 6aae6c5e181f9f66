import { isIPv4 } from 'node:net';
import type { ToolCall, ToolResult } from './tool.ts';
import { fail, type Tool } from './tool.ts';

interface Packets {
  destination: string;
  ip: string;
  count: number;
  sent: number;
  times: number[];
  errors: number;
  lines: string;
  took: number;
}

/** A ping without -c goes on until it is stopped, or has sent this number. */
const maxCount = 10_000;

const optionValue = (args: readonly string[], letter: string): number | undefined => {
  const at = args.findIndex((word) => word.startsWith(`-${letter}`));
  const word = args[at];
  if (word === undefined) return undefined;
  const number = Number(word.length > 2 ? word.slice(2) : args[at + 1]);
  return Number.isFinite(number) ? number : undefined;
};

const destinationOf = (args: readonly string[]): string | undefined => {
  const takesValue = /^-[cWwistIMQTm]$/;
  return args.find((word, index) => !word.startsWith('-') && !takesValue.test(args[index - 1] ?? ''));
};

/** The target of a ping, and the lines that it prints. */
interface Pinging {
  destination: string;
  ip: string;
  /** The first line. */
  head: string;
  reply(sequence: number, time: number): string;
  reject(sequence: number): string;
}

/** Sends echo requests one after the other, on the cluster's clock. */
const send = async (call: ToolCall, { destination, ip, head, reply, reject }: Pinging): Promise<Packets> => {
  const { machine, args, signal, onOutput } = call;
  const { clock, random } = machine.clusterState;
  const interval = (optionValue(args, 'i') ?? 1) * 1_000;
  const deadline = (optionValue(args, 'w') ?? Number.POSITIVE_INFINITY) * 1_000;
  const wait = (optionValue(args, 'W') ?? 10) * 1_000;
  const count = Math.min(optionValue(args, 'c') ?? maxCount, maxCount);
  const isQuiet = args.includes('-q');
  const packets: Packets = {
    destination,
    ip,
    count,
    sent: 0,
    times: [],
    errors: 0,
    lines: onOutput ? '' : head,
    took: 0,
  };
  onOutput?.(head, 'stdout');
  const started = clock.now();
  while (packets.sent < count && !signal.aborted && clock.now() - started < deadline) {
    if (packets.sent > 0) await clock.sleep(interval, signal).catch(() => {});
    if (signal.aborted) break;
    packets.sent += 1;
    const result = machine.network.ping(machine.source(), ip);
    const time = 0.03 + random() * 0.09;
    if (result === 'reply') packets.times.push(time);
    if (result === 'port-unreachable') packets.errors += 1;
    const line = result === 'lost' || isQuiet ? '' : (result === 'reply' ? reply : reject)(packets.sent, time);
    if (onOutput && line) onOutput(line, 'stdout');
    else packets.lines += line;
    packets.took = clock.now() - started;
    if (result === 'lost' && packets.sent === count) await clock.sleep(wait, signal).catch(() => {});
  }
  return packets;
};

const addressOf = async (
  { machine: { resolver } }: ToolCall,
  name: string,
): Promise<{ ip: string; shown: string } | undefined> => {
  if (isIPv4(name)) return { ip: name, shown: name };
  const found = await resolver.resolve(name, 4);
  return 'addresses' in found && found.addresses[0] !== undefined
    ? { ip: found.addresses[0], shown: found.canonicalName }
    : undefined;
};

const spread = (times: readonly number[]): { min: string; avg: string; max: string; mdev: string } => {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const deviation = Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length);
  const text = (value: number): string => value.toFixed(3);
  return { min: text(Math.min(...times)), avg: text(mean), max: text(Math.max(...times)), mdev: text(deviation) };
};

const loss = ({ sent, times }: Packets): string => {
  const percent = sent === 0 ? 0 : ((sent - times.length) / sent) * 100;
  return `${Number.isInteger(percent) ? percent : percent.toFixed(4)}%`;
};

const ended = (packets: Packets, stdout: string): ToolResult => ({
  stdout,
  stderr: '',
  exitCode: packets.times.length > 0 ? 0 : 1,
});

/** ping of iputils 20221126: exit 1 without a reply, 2 for a name that does not resolve. */
export const ping: Tool = {
  names: ['ping'],
  run: async (call) => {
    const destination = destinationOf(call.args);
    if (destination === undefined) return fail(1, 'ping: usage error: Destination address required\n');
    const address = await addressOf(call, destination);
    if (!address) return fail(2, `ping: ${destination}: Name or service not known\n`);
    const { ip, shown } = address;
    const from = shown === ip ? ip : `${shown} (${ip})`;
    const packets = await send(call, {
      destination: shown,
      ip,
      head: `PING ${shown} (${ip}) 56(84) bytes of data.\n`,
      reply: (sequence, time) => `64 bytes from ${from}: icmp_seq=${sequence} ttl=64 time=${time.toFixed(3)} ms\n`,
      reject: (sequence) => `From ${call.machine.source().ip} icmp_seq=${sequence} Destination Port Unreachable\n`,
    });
    const errors = packets.errors > 0 ? `, +${packets.errors} errors` : '';
    const { min, avg, max, mdev } = spread(packets.times);
    const rtt = packets.times.length > 0 ? `rtt min/avg/max/mdev = ${min}/${avg}/${max}/${mdev} ms\n` : '\n';
    return ended(
      packets,
      `${packets.lines}\n--- ${shown} ping statistics ---\n${packets.sent} packets transmitted, ${packets.times.length} received${errors}, ${loss(packets)} packet loss, time ${Math.round(packets.took)}ms\n${rtt}`,
    );
  },
};

/** ping of busybox 1.35: never shows rejections; exit 1 for everything that fails. */
export const busyboxPing: Tool = {
  names: ['ping'],
  run: async (call) => {
    const destination = destinationOf(call.args) ?? '';
    const address = await addressOf(call, destination);
    if (!address) return fail(1, `ping: bad address '${destination}'\n`);
    const { ip } = address;
    const packets = await send(call, {
      destination,
      ip,
      head: `PING ${destination} (${ip}): 56 data bytes\n`,
      reply: (sequence, time) => `64 bytes from ${ip}: seq=${sequence - 1} ttl=64 time=${time.toFixed(3)} ms\n`,
      reject: () => '',
    });
    const { min, avg, max } = spread(packets.times);
    const trip = packets.times.length > 0 ? `round-trip min/avg/max = ${min}/${avg}/${max} ms\n` : '';
    const percent = packets.sent === 0 ? 0 : Math.floor(((packets.sent - packets.times.length) * 100) / packets.sent);
    return ended(
      packets,
      `${packets.lines}\n--- ${destination} ping statistics ---\n${packets.sent} packets transmitted, ${packets.times.length} packets received, ${percent}% packet loss\n${trip}`,
    );
  },
};
