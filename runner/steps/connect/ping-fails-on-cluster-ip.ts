import type { Vantage } from '../../cluster/cluster.ts';
import { textAt } from '../../core/json.ts';
import type { Finding } from '../../core/result.ts';
import { object, string } from '../../core/shape.ts';
import { connectionReason } from '../../diagnosis/connection-reason.ts';
import { requestAll } from '../../probe/http/http.ts';
import type { HttpReply } from '../../probe/http/reply.ts';
import { type Backend, readBackends, type ServiceBackends } from '../../probe/identity/backends.ts';
import { type PingResult, pingAll, pingWords } from '../../probe/ping/ping.ts';
import { reproduceLine } from '../../probe/reproduce.ts';
import { resolveTarget } from '../../probe/target.ts';
import { describeVantage } from '../../probe/vantage-text.ts';
import { failed, passed, type Seen, unknown } from '../finding.ts';
import { fromShape } from '../from-shape.ts';
import { defineStep, type StepContext } from '../step.ts';
import { lossText } from './ping-succeeds.ts';
import { noReadyPod } from './support/request-findings.ts';

export interface PingFailsSpec {
  service: string;
  from: string;
}

const expectation = ({ service, from }: PingFailsSpec): string =>
  `the cluster IP of Service ${service} does not answer a ping from ${from}, while the Service accepts connections`;

/** Expects that a cluster IP does not answer a ping, while the Service accepts connections and a pod answers a ping. */
export const pingFailsOnClusterIp = defineStep<PingFailsSpec>({
  key: 'ping-fails-on-cluster-ip',
  group: 'connect',
  summary: "The Service's cluster IP does not answer a ping, although the Service works.",
  description: `
A cluster IP is virtual: only packets to the Service's ports are forwarded ([virtual IPs](https://kubernetes.io/docs/reference/networking/virtual-ips/)).
A lost ping alone proves nothing, so the step checks three things from the same vantage point: the Service accepts a connection to its
port, a ready pod answers a ping, and the cluster IP does not. With kube-proxy in ipvs mode the cluster IP may answer, so the step
needs iptables or nftables mode.
`.trim(),
  shape: object({ service: string('A Service with a cluster IP.'), from: fromShape('probe') }, 'A Service.'),
  shorthand: 'service',
  example: '{ service: kubia, from: pod/app=kubia }',
  within: 45_000,
  needs: () => ({ proxyModes: ['iptables', 'nftables'] }),
  describe: expectation,
  run: async (spec, context) => {
    const vantage = await context.vantage(spec.from);
    const found = await readBackends(context, { service: spec.service });
    const clusterIP = textAt(found.service, 'spec', 'clusterIP') ?? '';
    const seen = { expected: expectation(spec), reproduce: reproduceLine(vantage, ['ping', ...pingWords(clusterIP)]) };
    if (clusterIP === '' || clusterIP === 'None') {
      const message = `Service ${spec.service} has no cluster IP${clusterIP === 'None' ? ': it is headless' : ''}.`;
      return failed('fields-mismatch', message, { expected: seen.expected, actual: message });
    }
    const target = { service: spec.service, namespace: context.namespace };
    if (found.ready.length === 0) return noReadyPod(context, target, seen);
    return look(context, { vantage, clusterIP, found, spec, seen });
  },
});

interface Question {
  vantage: Vantage;
  clusterIP: string;
  found: ServiceBackends;
  spec: PingFailsSpec;
  seen: Pick<Seen, 'expected' | 'reproduce'>;
}

const look = async (context: StepContext, question: Question): Promise<Finding> => {
  const { vantage, clusterIP, found, spec } = question;
  const target = await resolveTarget(context, { service: spec.service });
  const pod = controlPod(found.ready, vantage);
  const [reply] = await requestAll(context, vantage, [{ url: target.url }]);
  const [control, ping] = await pingAll(context, vantage, [pod.address, clusterIP]);
  const seen: Seen = {
    ...question.seen,
    actual: ping ? lossText(ping) : 'no ping was sent',
    evidence: [
      { title: `ping ${clusterIP} (the cluster IP)`, text: ping?.output ?? '' },
      { title: `ping ${pod.address} (${pod.name}, the control)`, text: control?.output ?? '' },
      { title: `connection to ${target.url}`, text: reply?.error || `answered with status ${reply?.status}` },
    ],
    observation: {
      clusterIP,
      connection: reply?.outcome ?? 'none',
      transmitted: ping?.transmitted ?? 0,
      received: ping?.received ?? 0,
      controlReceived: control?.received ?? 0,
    },
  };
  if (reply && !isConnected(reply)) {
    const reason = await connectionReason(context, reply, { url: target.url, behind: target });
    const message = `The Service does not accept connections, so a lost ping proves nothing. ${reason?.message ?? reply.error}`;
    return reason ? failed(reason.code, message, seen, reason.hint) : unknown('exec-failed', message, seen);
  }
  return judge({ reply, control, ping, pod, place: describeVantage(vantage), clusterIP }, seen);
};

/** The pod for the control ping: if possible another one than the vantage pod, so that the ping crosses the network. */
const controlPod = (ready: readonly Backend[], vantage: Vantage): Backend => {
  const self = vantage.place === 'pod' ? vantage.pod : '';
  const pods = ready.filter(({ pod }) => pod !== undefined);
  return (pods.find(({ pod }) => pod !== self) ?? pods[0] ?? ready[0]) as Backend;
};

/** Whether a connection was established. The Service need not use HTTP. */
const isConnected = ({ outcome }: HttpReply): boolean =>
  !['refused', 'dropped', 'unresolvable', 'other'].includes(outcome);

interface Outcome {
  reply: HttpReply | undefined;
  control: PingResult | undefined;
  ping: PingResult | undefined;
  pod: Backend;
  place: string;
  clusterIP: string;
}

const judge = ({ reply, control, ping, pod, place, clusterIP }: Outcome, seen: Seen): Finding => {
  if (ping?.received)
    return failed('ping-answered', `${clusterIP} answered ${ping.received} pings from ${place}.`, seen);
  if (!control?.received)
    return unknown(
      'control-failed',
      `Pod ${pod.name} (${pod.address}) did not answer a ping from ${place} either. So the lost ping to ${clusterIP} proves nothing.`,
      seen,
      'A network policy or firewall may drop ICMP.',
    );
  if (!reply || !ping?.transmitted)
    return unknown('time-ran-out', 'The connection, the ping and the control ping were not all made in time.', seen);
  return passed(seen);
};
