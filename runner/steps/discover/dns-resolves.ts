import { listOf } from '../../core/json.ts';
import type { Finding } from '../../core/result.ts';
import { either, list, object, optional, string } from '../../core/shape.ts';
import { describeVantage } from '../../probe/vantage-text.ts';
import { passed, type Seen } from '../finding.ts';
import { defineStep } from '../step.ts';
import { normalizeRecord } from './support/dig-answer.ts';
import { dnsSeen, judgeAbsence, judgeRecords } from './support/dns-finding.ts';
import { type DnsLook, takeLook } from './support/dns-look.ts';
import { controlOf, type DnsSpec, dnsFields, observeLookup, questionOf, typed } from './support/dns-shape.ts';
import { answerWord, type DnsVerdict } from './support/dns-verdict.ts';

export interface DnsResolvesSpec extends DnsSpec {
  to?: string | string[];
}

/** Looks up a name at a vantage point and compares the records. */
export const dnsResolves = defineStep<DnsResolvesSpec>({
  key: 'dns-resolves',
  group: 'discover',
  summary: 'The name resolves from the vantage point, to the expected records.',
  description: `
Queries the DNS server of the vantage point with \`dig\`, for each name that its search list makes of the name, in the same order as
libc. Without dig, it uses \`getent\` for A and AAAA. Records are compared as a set. An SRV record is written TARGET:PORT. Answers may
be cached for 30 seconds, so a change can take that long to become visible
([DNS for Services](https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/)).
`.trim(),
  shape: object(
    {
      ...dnsFields,
      to: optional(
        either(string('A record.'), list(string('A record.'), 'Records.'), 'The exact set of records. Default: any.'),
      ),
    },
    'A name, and its records.',
  ),
  shorthand: 'name',
  example: '{ name: kubia, from: pod/app=kubia, to: 10.96.0.17 }',
  within: 60_000,
  describe: (spec) =>
    `${typed(spec)} resolves${spec.to === undefined ? '' : ` to ${listOf(spec.to).join(', ')}`} from ${spec.from}`,
  run: async (spec, context) =>
    judge(spec, await takeLook(context, spec.from, () => [controlOf(spec), questionOf(spec)])),
});

const judge = (spec: DnsResolvesSpec, look: DnsLook): Finding => {
  const target = look.verdicts[1];
  if (!target) throw new Error('a lookup is missing');
  const seen = seenOf(spec, look, target);
  const subject = { title: typed(spec), index: 1, control: spec.control };
  if (target.result !== 'found') return judgeAbsence(subject, look, seen);
  const wanted = wantedOf(spec);
  return wanted ? judgeRecords(subject, look, wanted, seen) : passed(seen);
};

const seenOf = (spec: DnsResolvesSpec, look: DnsLook, target: DnsVerdict): Seen => {
  const wanted = wantedOf(spec);
  const [, lookup] = look.transcript.lookups;
  return dnsSeen(look, {
    expected: `${typed(spec)} resolves ${wanted ? `to ${wanted.join(', ')} ` : ''}from ${describeVantage(look.vantage)}`,
    answer: answerWord(target),
    question: spec,
    observation: {
      ...(lookup && observeLookup(lookup)),
      name: target.answer.name,
      records: target.answer.records,
      rcode: target.answer.rcode ?? null,
    },
  });
};

const wantedOf = ({ to, type }: DnsResolvesSpec): string[] | undefined =>
  to === undefined ? undefined : listOf(to).map((each) => normalizeRecord(type, each));
