import type { Vantage } from '../../cluster/cluster.ts';
import { formatDuration } from '../../core/duration.ts';
import type { Finding } from '../../core/result.ts';
import { either, list, object, optional, string } from '../../core/shape.ts';
import { describeVantage } from '../../probe/vantage-text.ts';
import { failed, passed, type Seen, unknown } from '../finding.ts';
import { defineStep } from '../step.ts';
import { askDns, type DnsTranscript } from './ask-dns.ts';
import { normalizeRecord } from './dig-answer.ts';
import {
  controlOf,
  type DnsSpec,
  dnsEvidence,
  dnsFields,
  observeLookup,
  questionOf,
  reproduceDns,
  typed,
} from './dns-shape.ts';
import { answerWord, type DnsVerdict, meansCluster, sumUp } from './dns-verdict.ts';

export interface DnsResolvesSpec extends DnsSpec {
  to?: string | string[];
}

/** Looks a name up where the vantage point is, and compares the records. */
export const dnsResolves = defineStep<DnsResolvesSpec>({
  key: 'dns-resolves',
  group: 'discover',
  summary: 'The name resolves from there, to these records.',
  description: `
Asks the DNS server that the place itself uses, with \`dig\`, for each name that its search list makes of the name, in the order in
which libc does; where there is no dig, \`getent\` answers for A and AAAA. Records are compared as a set. An SRV record is
written TARGET:PORT. Answers may be cached for 30 seconds, so a change can take that long to show
([DNS for Services](https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/)).
`.trim(),
  shape: object(
    {
      ...dnsFields,
      to: optional(
        either(string('A record.'), list(string('A record.'), 'Records.'), 'Exactly these records; by default any.'),
      ),
    },
    'A name and what it resolves to.',
  ),
  shorthand: 'name',
  example: '{ name: kubia, from: pod/app=kubia, to: 10.96.0.17 }',
  within: 60_000,
  describe: (spec) =>
    `${typed(spec)} resolves${spec.to === undefined ? '' : ` to ${listOf(spec.to).join(', ')}`} from ${spec.from}`,
  run: async (spec, context) => {
    if (!context.memory.has('since')) context.memory.set('since', context.clock.now());
    const vantage = await context.vantage(spec.from);
    const transcript = await askDns(context, vantage, [controlOf(spec), questionOf(spec)]);
    const relative = await meansCluster(questionOf(spec).name, context);
    const took = context.clock.now() - Number(context.memory.get('since'));
    return judge(spec, { transcript, relative, took, vantage });
  },
});

interface Look {
  transcript: DnsTranscript;
  relative: boolean;
  took: number;
  vantage: Vantage;
}

const judge = (spec: DnsResolvesSpec, look: Look): Finding => {
  const { lookups, settings } = look.transcript;
  const [control, target] = lookups.map((each, index) => sumUp(each, settings, index === 0 || look.relative));
  if (!target || !control) throw new Error('a lookup is missing');
  const place = describeVantage(look.vantage);
  const seen = seenOf(spec, look, target);
  if (target.result === 'found') return judgeRecords(spec, target, seen, place);
  const isOpen = target.result === 'unanswered' || control.result === 'unanswered';
  // getent says no more than that there is nothing: only a control that it finds shows that a server answers at all.
  if (isOpen || (target.result === 'absent' && control.result !== 'found'))
    return unknown(
      'cluster-error',
      `No DNS server settles what ${typed(spec)} is from ${place}: ${answerWord(target)}; ${spec.control}: ${answerWord(control)}.`,
      seen,
      `Do the DNS servers ${settings.nameservers.join(', ')} answer there?`,
    );
  const asked = lookups[1]?.answers.map(({ name }) => name.replace(/\.$/, '')).join(', ');
  return failed(
    'unresolvable',
    `${typed(spec)} does not resolve from ${place}: ${answerWord(target)} after ${formatDuration(look.took)}.`,
    seen,
    control.result === 'found'
      ? `Asked for ${asked}.`
      : `${spec.control} does not resolve there either: the place does not use the cluster's DNS server (it has ${settings.nameservers.join(', ')}).`,
  );
};

const judgeRecords = (spec: DnsResolvesSpec, { answer }: DnsVerdict, seen: Seen, place: string): Finding => {
  const wanted = wantedOf(spec);
  if (!wanted) return passed(seen);
  const missing = wanted.filter((each) => !answer.records.includes(each));
  const extra = answer.records.filter((each) => !wanted.includes(each));
  if (missing.length + extra.length === 0) return passed(seen);
  const parts = [...missing.map((each) => `${each} is missing`), ...extra.map((each) => `${each} is not expected`)];
  const message = `${typed(spec)} resolves to ${answer.records.join(', ')} from ${place}: ${parts.join(', ')}.`;
  return failed('records-mismatch', message, seen);
};

const seenOf = (spec: DnsResolvesSpec, { transcript, took, vantage }: Look, target: DnsVerdict): Seen => {
  const wanted = wantedOf(spec);
  return {
    expected: `${typed(spec)} resolves ${wanted ? `to ${wanted.join(', ')} ` : ''}from ${describeVantage(vantage)}`,
    actual: `${answerWord(target)} after ${formatDuration(took)}`,
    evidence: dnsEvidence(transcript),
    reproduce: reproduceDns(vantage, spec),
    observation: {
      ...(transcript.lookups[1] && observeLookup(transcript.lookups[1])),
      name: target.answer.name,
      records: target.answer.records,
      rcode: target.answer.rcode ?? null,
      tookMs: Math.round(took),
    },
  };
};

const wantedOf = ({ to, type }: DnsResolvesSpec): string[] | undefined =>
  to === undefined ? undefined : listOf(to).map((each) => normalizeRecord(type, each));
const listOf = (value: string | string[]): string[] => (Array.isArray(value) ? value : [value]);
