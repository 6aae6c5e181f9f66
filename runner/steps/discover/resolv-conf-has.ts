import type { Vantage } from '../../cluster/cluster.ts';
import { textAt, valueAt } from '../../core/json.ts';
import type { Finding } from '../../core/result.ts';
import { list, object, optional, string } from '../../core/shape.ts';
import { reproduceLine } from '../../probe/reproduce.ts';
import { describeVantage } from '../../probe/vantage-text.ts';
import { failed, passed, type Seen, unknown } from '../finding.ts';
import { fromShape } from '../from-shape.ts';
import { defineStep, type StepContext } from '../step.ts';
import { readResolvConf } from './support/read-resolv-conf.ts';
import { type Check, checkSettings, type Lists, parts } from './support/resolver-checks.ts';
import { readResolverSettings } from './support/resolver-settings.ts';

export interface ResolvConfHasSpec extends Lists {
  from: string;
  absent?: Lists;
}

const absentShape = object(
  {
    nameservers: optional(list(string('An address.'), 'Name servers that are not there.')),
    search: optional(list(string('A domain.'), 'Domains that are not there.')),
    options: optional(list(string('An option; without a value (ndots) it means any.'), 'Options that are not there.')),
  },
  'What must not be in the file.',
  { minProperties: 1 },
);

const expectation = ({ from, absent, ...lists }: ResolvConfHasSpec): string =>
  [
    `/etc/resolv.conf of ${from} has`,
    [
      ...parts.flatMap((part) => (lists[part] ? [`${part} ${lists[part].join(' ')}`] : [])),
      ...parts.flatMap((part) => (absent?.[part] ? [`no ${part} ${absent[part].join(' ')}`] : [])),
    ].join(', '),
  ].join(' ');

/** Compares what a place's resolver is told with what is expected. */
export const resolvConfHas = defineStep<ResolvConfHasSpec>({
  key: 'resolv-conf-has',
  group: 'discover',
  summary: 'The file /etc/resolv.conf of the place names these servers, search domains and options.',
  description: `
Resolvers try name servers and search domains one after another, so both lists must begin with what is stated, in this order;
the machine's own domains may follow. Options are a set, and of one that is written twice the last counts
([resolv.conf(5)](https://man7.org/linux/man-pages/man5/resolv.conf.5.html)). With the usual dnsPolicy ClusterFirst the kubelet writes
the cluster's name server, \`NAMESPACE.svc.DOMAIN svc.DOMAIN DOMAIN\` and \`ndots:5\`
([DNS for pods](https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy)). What is \`absent\`
counts only in a file that names a server. Partly right: so many values of all.
`.trim(),
  shape: object(
    {
      from: fromShape('probe'),
      nameservers: optional(list(string('An address.'), 'The first name servers, in this order.')),
      search: optional(list(string('A domain.'), 'The first search domains, in this order.')),
      options: optional(list(string('An option, such as ndots:5.'), 'Options, in any order.')),
      absent: optional(absentShape),
    },
    "What a place's resolver is told.",
    { anyOf: [...parts, 'absent'].map((key) => ({ required: [key] })) },
  ),
  example: '{ from: pod/app=kubia, search: [default.svc.cluster.local, svc.cluster.local], options: ["ndots:5"] }',
  within: 30_000,
  describe: expectation,
  run: async (spec, context) => {
    const vantage = await context.vantage(spec.from);
    const text = await readResolvConf(context, vantage);
    const settings = readResolverSettings(text);
    const checks = checkSettings(settings, spec, spec.absent);
    const wrong = checks.filter(({ holds }) => !holds);
    const seen: Seen = {
      expected: expectation(spec),
      actual: parts.map((part) => `${part} ${settings[part].join(' ') || 'none'}`).join(', '),
      evidence: [{ title: '/etc/resolv.conf', text: text.slice(0, longestText) }],
      reproduce: reproduceLine(vantage, ['cat', '/etc/resolv.conf']),
      observation: { ...settings },
    };
    if (wrong.length > 0) {
      const fraction = (checks.length - wrong.length) / checks.length;
      return mismatch(wrong, vantage, { ...seen, fraction }, context);
    }
    if (!spec.absent || settings.nameservers.length > 0) return passed(seen);
    const place = describeVantage(vantage);
    return unknown(
      'control-failed',
      `/etc/resolv.conf in ${place} names no server, so what it lacks proves nothing.`,
      seen,
    );
  },
});

const longestText = 4_000;

const mismatch = async (
  wrong: readonly Check[],
  vantage: Vantage,
  seen: Seen,
  context: StepContext,
): Promise<Finding> => {
  const policy = vantage.place === 'pod' ? await explainPolicy(vantage, context) : undefined;
  return failed(
    'environment-mismatch',
    `In /etc/resolv.conf of ${describeVantage(vantage)} ${wrong.map(({ fault }) => fault).join(', ')}.${policy ? ` ${policy.message}` : ''}`,
    seen,
    policy?.hint,
  );
};

/** What the pod asks for itself, other than ClusterFirst alone (kubelet, network/dns/dns.go). */
const explainPolicy = async (
  { pod: name, namespace }: Extract<Vantage, { place: 'pod' }>,
  { cluster, signal }: StepContext,
): Promise<{ message: string; hint?: string } | undefined> => {
  const pod = await cluster.api.get({ apiVersion: 'v1', kind: 'Pod', name, namespace }, signal);
  const policy = textAt(pod, 'spec', 'dnsPolicy') || 'ClusterFirst';
  if (policy === 'ClusterFirst' && valueAt(pod, ['spec', 'hostNetwork']) === true)
    return {
      message: "The pod is on its node's network, where dnsPolicy ClusterFirst gives it the node's file.",
      hint: "dnsPolicy: ClusterFirstWithHostNet gives such a pod the cluster's name server.",
    };
  if (policy === 'Default')
    return {
      message: "The pod has dnsPolicy Default: its file is the node's.",
      hint: 'The usual policy is ClusterFirst.',
    };
  if (policy === 'None') return { message: 'The pod has dnsPolicy None: its dnsConfig alone counts.' };
  const config = valueAt(pod, ['spec', 'dnsConfig']);
  return config === undefined ? undefined : { message: 'The pod has a dnsConfig of its own.' };
};
