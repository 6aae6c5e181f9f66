import type { Vantage } from '../../cluster/cluster.ts';
import { Unobservable } from '../../core/rejection.ts';
import { runBatch } from '../batch/batch.ts';
import type { ProbeContext } from '../exec.ts';
import { checkedHost } from '../host.ts';

export interface PingResult {
  target: string;
  /** Undefined if the name did not resolve: then nothing was transmitted. */
  transmitted?: number;
  received?: number;
  /** The name did not resolve. */
  unresolvable: boolean;
  /** An ICMP error came back, such as Destination Port Unreachable. busybox does not print these. */
  rejected: boolean;
  output: string;
}

export interface PingOptions {
  /** The number of packets to each target. Default: 3. */
  count?: number;
  /** Seconds to wait for the last answer. Default: 1. */
  wait?: number;
}

/** iputils: "3 packets transmitted, 3 received, …"; busybox and inetutils: "…, 3 packets received, …". */
const summary = /(\d+) packets transmitted, (\d+)(?: packets)? received.*?(\d+(?:\.\d+)?)% packet loss/s;
const badName =
  /bad address|Name or service not known|unknown host|Temporary failure in name resolution|No address associated/i;

/**
 * Pings all targets in one exec with -c and -W, which iputils and busybox both have. Rejects with `Unobservable` as
 * `runBatch` does, and with exec-failed if ping is not allowed to send (it needs NET_RAW or net.ipv4.ping_group_range).
 */
export const pingAll = async (
  context: ProbeContext,
  vantage: Vantage,
  targets: readonly string[],
  { count = 3, wait = 1 }: PingOptions = {},
): Promise<PingResult[]> => {
  for (const target of targets) checkedHost(target, 'ping');
  const longestRun = count + wait + 2;
  const ask = async (more: readonly string[]): Promise<{ target: string; output: string }[]> => {
    const runs = await runBatch(context, vantage, {
      commands: targets.map((target) => ({ argv: ['ping', ...more, ...pingWords(target, { count, wait })] })),
      seconds: longestRun * targets.length,
      longestRun,
    });
    return runs.map(({ command, stdout, stderr }) => ({
      target: targets[command] ?? '',
      output: `${stdout}\n${stderr}`.trim(),
    }));
  };
  const fast = await ask(['-i', '0.2']);
  // An old ping accepts only whole seconds, and prints its usage otherwise.
  const answers = fast.some(({ output }) => isUsage(output)) ? await ask([]) : fast;
  return answers.map(({ target, output }) => readPing(target, output));
};

const isUsage = (output: string): boolean =>
  !summary.test(output) && /usage|invalid|illegal|unrecognized|bad (number|timing)|flood/i.test(output);

export const pingWords = (target: string, { count = 3, wait = 1 }: PingOptions = {}): string[] => [
  '-c',
  String(count),
  '-W',
  String(wait),
  target,
];

/** Parses the output of ping, of iputils, busybox or inetutils. */
export const readPing = (target: string, output: string): PingResult => {
  const [, transmitted, received] = summary.exec(output) ?? [];
  if (transmitted !== undefined && received !== undefined) {
    const rejected = /Unreachable|Prohibited|\+\d+ errors/i.test(output);
    const counts = { transmitted: Number(transmitted), received: Number(received) };
    return { target, ...counts, unresolvable: false, rejected, output };
  }
  if (badName.test(output)) return { target, unresolvable: true, rejected: false, output };
  throw new Unobservable(
    'exec-failed',
    `ping ${target} printed no result: ${output.split('\n')[0] || 'its output is empty'}`,
    'ping needs the capability NET_RAW, or a net.ipv4.ping_group_range that contains its group.',
    [{ title: `ping ${target}`, text: output.slice(0, 2_000) }],
  );
};
