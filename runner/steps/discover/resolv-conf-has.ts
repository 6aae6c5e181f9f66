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
    nameservers: optional(list(string('An address.'), 'Name servers that the file must not have.')),
    search: optional(list(string('A domain.'), 'Search domains that the file must not have.')),
    options: optional(
      list(string('An option. Without a value (ndots): with any value.'), 'Options that the file must not have.'),
    ),
  },
  'Values that the file must not have.',
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

/** Compares the resolver configuration at a vantage point with the expected one. */
export const resolvConfHas = defineStep<ResolvConfHasSpec>({
  key: 'resolv-conf-has',
  group: 'discover',
  summary: 'The file /etc/resolv.conf at the vantage point has the expected name servers, search domains and options.',
  description: `
Resolvers try name servers and search domains in order, so both lists must begin with the given values, in this order; the
domains of the machine may follow. Options are compared as a set. If an option occurs twice, the last one counts
([resolv.conf(5)](https://man7.org/linux/man-pages/man5/resolv.conf.5.html)). With the default dnsPolicy ClusterFirst, the kubelet writes
the cluster's name server, \`NAMESPACE.svc.DOMAIN svc.DOMAIN DOMAIN\` and \`ndots:5\`
([DNS for pods](https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy)). Values under \`absent\`
are checked only if the file names a server. The fraction of correct values earns that fraction of the points.
`.trim(),
  shape: object(
    {
      from: fromShape('probe'),
      nameservers: optional(list(string('An address.'), 'The first name servers, in this order.')),
      search: optional(list(string('A domain.'), 'The first search domains, in this order.')),
      options: optional(list(string('An option, such as ndots:5.'), 'Options, in any order.')),
      absent: optional(absentShape),
    },
    'A vantage point, and its resolver configuration.',
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
      `/etc/resolv.conf in ${place} names no server, so missing values prove nothing.`,
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

/** The pod's own DNS settings, if they differ from ClusterFirst (kubelet, network/dns/dns.go). */
const explainPolicy = async (
  { pod: name, namespace }: Extract<Vantage, { place: 'pod' }>,
  { cluster, signal }: StepContext,
): Promise<{ message: string; hint?: string } | undefined> => {
  const pod = await cluster.api.get({ apiVersion: 'v1', kind: 'Pod', name, namespace }, signal);
  const policy = textAt(pod, 'spec', 'dnsPolicy') || 'ClusterFirst';
  if (policy === 'ClusterFirst' && valueAt(pod, ['spec', 'hostNetwork']) === true)
    return {
      message: "The pod uses its node's network, so with dnsPolicy ClusterFirst it has the node's file.",
      hint: "With dnsPolicy: ClusterFirstWithHostNet such a pod has the cluster's name server.",
    };
  if (policy === 'Default')
    return {
      message: "The pod has dnsPolicy Default, so it has the node's file.",
      hint: "With ClusterFirst, the default of pods, it has the cluster's name server.",
    };
  if (policy === 'None') return { message: 'The pod has dnsPolicy None, so its file comes from its dnsConfig alone.' };
  const config = valueAt(pod, ['spec', 'dnsConfig']);
  return config === undefined ? undefined : { message: 'The pod has a dnsConfig of its own.' };
};
