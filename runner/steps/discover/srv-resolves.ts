import type { Finding } from '../../core/result.ts';
import { choice, integer, list, object, optional, string, withDefault } from '../../core/shape.ts';
import { explainService } from '../../diagnosis/chain.ts';
import { listSlices, readService } from '../../probe/identity/backends.ts';
import { describeVantage } from '../../probe/vantage-text.ts';
import { failed, passed, type Seen, Unobservable, unknown } from '../finding.ts';
import { defineStep, type StepContext } from '../step.ts';
import { normalizeRecord } from './support/dig-answer.ts';
import { dnsSeen, judgeAbsence, judgeRecords } from './support/dns-finding.ts';
import { type DnsLook, takeLook } from './support/dns-look.ts';
import { controlOf, dnsFields, fullNameOf, observeLookup, typed } from './support/dns-shape.ts';
import { answerWord } from './support/dns-verdict.ts';
import type { Question } from './support/lookup.ts';
import type { ResolverSettings } from './support/resolver-settings.ts';
import { type SrvPort, srvLabels, srvTargets } from './support/srv-targets.ts';

export interface SrvResolvesSpec {
  service?: string;
  port?: string;
  protocol: SrvPort['protocol'];
  name?: string;
  to?: { target: string; port: number }[];
  from: string;
  control: string;
}

const subjectOf = ({ service, port, name }: SrvResolvesSpec): string => name ?? `port ${port} of Service ${service}`;

const expectation = (spec: SrvResolvesSpec): string => {
  const records = (spec.to ?? []).map(({ target, port }) => `${target}:${port}`).join(', ');
  const computed = spec.name === undefined ? 'those of the Service' : 'found';
  return `the SRV records of ${subjectOf(spec)} are ${records || computed} from ${spec.from}`;
};

/** Looks up SRV records and compares them with the Service. */
export const srvResolves = defineStep<SrvResolvesSpec>({
  key: 'srv-resolves',
  group: 'discover',
  summary:
    "The SRV records of a Service's named port have the Service's name and port, or those of its pods if it is headless.",
  description: `
With \`service\` and \`port\`, the step computes the expected records from the current Service. With a cluster IP there is one record: the
Service's full name and its port. A headless Service has one for each ready endpoint, with the target port
([SRV records](https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#srv-records)). With \`name\`, the step looks up
the name, completed by the search list. Targets and ports are compared as a set; priority and weight are not compared. Only named
ports have SRV records. Answers may be cached for 30 seconds. The vantage point needs dig.
`.trim(),
  shape: object(
    {
      service: optional(string('The Service from which the records are computed.')),
      port: optional(string('The name of one of its ports.')),
      protocol: withDefault(choice(['TCP', 'UDP', 'SCTP'], "The port's protocol."), 'TCP'),
      name: optional(string('A name such as _http._tcp.kubia, in place of the Service.')),
      to: optional(
        list(
          object(
            {
              target: string('The full name of the target.'),
              port: integer('The port.', { minimum: 0, maximum: 65_535 }),
            },
            'One record.',
          ),
          'The exact set of records. With `service`, in addition to the computed ones.',
        ),
      ),
      from: dnsFields.from,
      control: dnsFields.control,
    },
    'A port, and its SRV records.',
    {
      oneOf: [{ required: ['service'] }, { required: ['name'] }],
      dependentRequired: { port: ['service'], service: ['port'] },
    },
  ),
  example: '{ service: kubia, port: http, from: pod/app=kubia }',
  within: 60_000,
  describe: expectation,
  run: async (spec, context) => {
    const before = await expectedBy(spec, context);
    const look = await takeLook(context, spec.from, (settings) => [controlOf(spec), before.question(settings)]);
    const wanted = before.wanted(look.transcript.settings);
    const seen = seenOf(spec, wanted, look);
    const after = (await expectedBy(spec, context)).wanted(look.transcript.settings);
    if (String(after) !== String(wanted))
      return unknown('endpoints-moved', `The endpoints of ${subjectOf(spec)} changed during the DNS look-up.`, seen);
    return judge(spec, { wanted, look, seen }, context);
  },
});

/** The question and the expected records, once the cluster's domain is known. */
interface Expected {
  question(settings: ResolverSettings): Question;
  /** Undefined: any records. */
  wanted(settings: ResolverSettings): string[] | undefined;
}

const expectedBy = async (
  { service: title, port, protocol, name }: SrvResolvesSpec,
  context: StepContext,
): Promise<Expected> => {
  if (name !== undefined) return { question: () => ({ name, type: 'SRV', search: true }), wanted: () => undefined };
  if (title === undefined || port === undefined)
    throw new Unobservable('spec-invalid', 'The step has neither name nor a service with a port.');
  const service = await readService(context, title, context.namespace);
  const slices = await listSlices(context, title, context.namespace);
  const targets = srvTargets(service, slices, { port, protocol });
  return {
    question: (settings) => {
      const full = fullNameOf(service, settings);
      return { ...full, name: `${srvLabels({ port, protocol })}.${full.name}`, type: 'SRV' };
    },
    wanted: (settings) => targets(fullNameOf(service, settings).name.replace(/\.$/, '')),
  };
};

interface SrvLook {
  /** Undefined: any records. */
  wanted: string[] | undefined;
  look: DnsLook;
  seen: Seen;
}

const judge = async (
  spec: SrvResolvesSpec,
  { wanted, look, seen }: SrvLook,
  context: StepContext,
): Promise<Finding> => {
  if (wanted?.length === 0 && spec.service !== undefined) {
    const reason = await explainService(context, spec.service);
    const message = `Headless Service ${spec.service} has no ready endpoint with the port ${spec.port}, so there are no records.`;
    return failed(reason?.code ?? 'no-endpoints', `${message} ${reason?.message ?? ''}`.trim(), seen, reason?.hint);
  }
  const subject = { title: typed({ type: 'SRV', name: nameOf(look) }), index: 1, control: spec.control };
  if (look.verdicts[1]?.result !== 'found') return judgeAbsence(subject, look, seen);
  const findings = [wanted, statedBy(spec)].flatMap((each) => (each ? judgeRecords(subject, look, each, seen) : []));
  return findings.find(({ outcome }) => outcome !== 'passed') ?? passed(seen);
};

const statedBy = ({ to }: SrvResolvesSpec): string[] | undefined =>
  to?.map(({ target, port }) => normalizeRecord('SRV', `${target}:${port}`));

const nameOf = ({ transcript }: DnsLook): string => transcript.lookups[1]?.question.name.replace(/\.$/, '') ?? '';

const seenOf = (spec: SrvResolvesSpec, wanted: string[] | undefined, look: DnsLook): Seen => {
  const [, lookup] = look.transcript.lookups;
  const [, target] = look.verdicts;
  const name = nameOf(look);
  const records = (wanted ?? statedBy(spec))?.join(', ');
  return dnsSeen(look, {
    expected: `${name} has ${records === undefined ? 'SRV records' : `the SRV records ${records}`} from ${describeVantage(look.vantage)}`,
    answer: target ? answerWord(target) : 'there was no answer',
    question: { name, type: 'SRV', search: lookup?.question.search ?? false },
    observation: { ...(lookup && observeLookup(lookup)), name, records: target?.answer.records ?? [] },
  });
};
