import { isIP } from 'node:net';
import type { KubernetesObject, Vantage } from '../../cluster/cluster.ts';
import { textAt } from '../../core/json.ts';
import type { Finding } from '../../core/result.ts';
import { object, optional, string } from '../../core/shape.ts';
import { readService } from '../../probe/identity/backends.ts';
import { describeVantage } from '../../probe/vantage-text.ts';
import { normalizeRecord } from '../discover/support/dig-answer.ts';
import { dnsSeen, judgeAbsence, judgeRecords } from '../discover/support/dns-finding.ts';
import { type DnsLook, takeLook } from '../discover/support/dns-look.ts';
import { controlOf, dnsFields, fullNameOf, observeLookup, typed } from '../discover/support/dns-shape.ts';
import { answerWord } from '../discover/support/dns-verdict.ts';
import { failed, passed, type Seen } from '../finding.ts';
import { defineStep } from '../step.ts';

export interface ExternalNameSpec {
  service: string;
  from: string;
  to?: string;
  control: string;
}

const expectation = ({ service, to, from }: ExternalNameSpec): string =>
  `the name of Service ${service} is an alias for ${to ?? 'its external name'} from ${from}`;

/** Checks that a Service of type ExternalName is a DNS alias. */
export const externalNameResolves = defineStep<ExternalNameSpec>({
  key: 'external-name-resolves',
  group: 'expose',
  summary: "The Service's DNS name is an alias (CNAME) for its external name, and it has no cluster IP.",
  description: `
The Service must be of type
[ExternalName](https://kubernetes.io/docs/concepts/services-networking/service/#externalname). From the vantage point, its full name
and, through the search list, its short name (from another namespace NAME.NAMESPACE) must be a CNAME for the external name. Only the
CNAME is checked: other name servers, which may be unreachable, know whether the external name has an address. Answers are cached, so a
change may take 30 seconds to become visible. The vantage point needs dig.
`.trim(),
  shape: object(
    {
      service: string('A Service of type ExternalName.'),
      from: dnsFields.from,
      to: optional(string("The external name. Default: the Service's externalName.")),
      control: dnsFields.control,
    },
    'A Service of type ExternalName.',
  ),
  shorthand: 'service',
  example: '{ service: external-service, to: someapi.somecompany.com }',
  within: 60_000,
  describe: expectation,
  run: async (spec, context) => {
    const service = await readService(context, spec.service, context.namespace);
    const fault = faultOf(service);
    const expected = expectation(spec);
    if (fault) return failed('fields-mismatch', fault.message, { expected, actual: fault.actual }, fault.hint);
    const look = await takeLook(context, spec.from, (settings, vantage) => [
      controlOf(spec),
      { type: 'CNAME', ...fullNameOf(service, settings) },
      { type: 'CNAME', name: shortNameFrom(vantage, service), search: true },
    ]);
    return judge(spec, service, look);
  },
});

/** The search list of a pod begins with its own namespace. */
const shortNameFrom = (vantage: Vantage, { metadata: { name, namespace } }: KubernetesObject): string =>
  vantage.place === 'pod' && vantage.namespace === namespace ? name : `${name}.${namespace}`;

/** Why the Service cannot be an alias, whatever DNS answers. */
const faultOf = (service: KubernetesObject): { message: string; actual: string; hint: string } | undefined => {
  const { name } = service.metadata;
  const type = textAt(service, 'spec', 'type') || 'ClusterIP';
  const address = textAt(service, 'spec', 'clusterIP');
  if (type !== 'ExternalName')
    return {
      message: `Service ${name} is not an alias: its type is ${type}.`,
      actual: `type ${type}`,
      hint: 'Set its type to ExternalName, and externalName.',
    };
  if (!address || address === 'None') return undefined;
  return {
    message: `Service ${name} of type ExternalName has the cluster IP ${address}.`,
    actual: `cluster IP ${address}`,
    hint: 'Omit clusterIP.',
  };
};

const judge = (spec: ExternalNameSpec, service: KubernetesObject, look: DnsLook): Finding => {
  const stated = textAt(service, 'spec', 'externalName') ?? '';
  const wanted = normalizeRecord('CNAME', spec.to ?? stated);
  const seen = seenOf(spec, wanted, look);
  const findings = [full, short].map((index) => {
    const title = typed({ type: 'CNAME', name: nameAt(look, index) });
    return look.verdicts[index]?.result === 'found'
      ? judgeRecords({ title, index }, look, [wanted], seen)
      : judgeAbsence({ title, index, control: spec.control }, look, seen);
  });
  const wrong = findings.find(({ outcome }) => outcome !== 'passed');
  return wrong ? explain(wrong, stated, wanted) : passed(seen);
};

/** The indexes of the questions. */
const [full, short] = [1, 2];

const nameAt = ({ transcript }: DnsLook, index: number): string =>
  transcript.lookups[index]?.question.name.replace(/\.$/, '') ?? '';

const seenOf = (spec: ExternalNameSpec, wanted: string, look: DnsLook): Seen => {
  const words = [full, short].map((index) => {
    const verdict = look.verdicts[index];
    return `${nameAt(look, index)}: ${verdict ? answerWord(verdict) : 'not looked up'}`;
  });
  const name = nameAt(look, full);
  return dnsSeen(look, {
    expected: `the full and the short name of Service ${spec.service} are aliases for ${wanted} from ${describeVantage(look.vantage)}`,
    answer: words.join('; '),
    question: { name, type: 'CNAME', search: false },
    observation: {
      name,
      target: look.verdicts[full]?.answer.records[0] ?? null,
      lookups: look.transcript.lookups.slice(full).map(observeLookup),
    },
  });
};

/** Adds the externalName of the Service to a failure that DNS alone does not explain. */
const explain = (finding: Finding, stated: string, wanted: string): Finding => {
  const { reason } = finding;
  if (finding.outcome !== 'failed' || !reason) return finding;
  if (isIP(stated) !== 0)
    return {
      ...finding,
      reason: {
        ...reason,
        message: `${reason.message} Its externalName is the address ${stated}, but an alias needs a name.`,
        hint: 'For an address, use a Service without a selector, and an EndpointSlice with the address.',
      },
    };
  const live = normalizeRecord('CNAME', stated);
  if (live === wanted) return finding;
  return { ...finding, reason: { ...reason, message: `${reason.message} Its externalName is ${stated}.` } };
};
