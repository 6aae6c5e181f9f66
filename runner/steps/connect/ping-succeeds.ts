import type { Finding } from '../../core/result.ts';
import { object, string } from '../../core/shape.ts';
import { type PingResult, pingAll, pingWords } from '../../probe/ping/ping.ts';
import { pingAddress } from '../../probe/ping/ping-address.ts';
import { reproduceLine } from '../../probe/reproduce.ts';
import { describeVantage } from '../../probe/vantage-text.ts';
import { failed, passed, type Seen } from '../finding.ts';
import { fromShape } from '../from-shape.ts';
import { defineStep } from '../step.ts';

export interface PingSucceedsSpec {
  to: string;
  from: string;
}

const expectation = ({ to, from }: PingSucceedsSpec): string => `${to} answers a ping from ${from}`;

/** Sends a ping and expects an answer. */
export const pingSucceeds = defineStep<PingSucceedsSpec>({
  key: 'ping-succeeds',
  group: 'connect',
  summary: 'A pod, a name or an address answers a ping.',
  description: `
Sends three ICMP echo requests. One answer is enough, as for the exit code of ping. Pods answer pings and Services do not: a cluster IP
belongs to no network interface, and kube-proxy's rules forward only packets to the Service's ports.
`.trim(),
  shape: object(
    { to: string('pod/NAME, pod/LABEL=VALUE, a host name, or an address.'), from: fromShape('probe') },
    'The host that must answer a ping.',
  ),
  shorthand: 'to',
  example: '{ to: pod/app=kubia, from: probe }',
  within: 30_000,
  describe: expectation,
  run: async (spec, context) => {
    const vantage = await context.vantage(spec.from);
    const address = await pingAddress(context, spec.to);
    const [result] = await pingAll(context, vantage, [address]);
    const seen: Seen = {
      expected: expectation(spec),
      actual: result ? lossText(result) : 'no ping was sent',
      reproduce: reproduceLine(vantage, ['ping', ...pingWords(address)]),
      evidence: result ? [{ title: `ping ${address}`, text: result.output.slice(0, 2_000) }] : [],
      observation: { address, transmitted: result?.transmitted ?? 0, received: result?.received ?? 0 },
    };
    return judge(spec, result, describeVantage(vantage), seen);
  },
});

const judge = ({ to }: PingSucceedsSpec, result: PingResult | undefined, place: string, seen: Seen): Finding => {
  if (result?.unresolvable) return failed('unresolvable', `The name ${to} does not resolve from ${place}.`, seen);
  if (result?.received) return passed(seen);
  const hint = 'The address of a pod answers a ping; the cluster IP of a Service does not.';
  return failed('ping-lost', `${to} did not answer a ping from ${place}: ${seen.actual}.`, seen, hint);
};

/** "0 of 3 packets came back". */
export const lossText = ({ transmitted = 0, received = 0, unresolvable, rejected }: PingResult): string =>
  unresolvable
    ? 'the name does not resolve'
    : `${received} of ${transmitted} packets came back${rejected ? ', and an ICMP error reported that the destination is unreachable' : ''}`;
