import { formatDuration } from '../../core/duration.ts';
import { either, list, object, optional, string } from '../../core/shape.ts';
import { describeVantage } from '../../probe/vantage-text.ts';
import { failed, passed, unknown } from '../finding.ts';
import { defineStep } from '../step.ts';
import { askDns } from './ask-dns.ts';
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
import { answerWord, meansCluster, sumUp } from './dns-verdict.ts';

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
    const transcript = await askDns(context, vantage, [questionOf(spec), controlOf(spec)]);
    const [target, control] = transcript.lookups;
    if (!target || !control) throw new Error('a lookup is missing');
    const relative = await meansCluster(questionOf(spec).name, context);
    const verdict = sumUp(target, transcript.settings, relative);
    const took = context.clock.now() - Number(context.memory.get('since'));
    const place = describeVantage(vantage);
    const wanted = spec.to === undefined ? undefined : listOf(spec.to).map((each) => normalizeRecord(spec.type, each));
    const seen = {
      expected: `${typed(spec)} resolves ${wanted ? `to ${wanted.join(', ')}` : ''} from ${place}`.replace('  ', ' '),
      actual: `${answerWord(verdict)} after ${formatDuration(took)}`,
      evidence: dnsEvidence(transcript),
      reproduce: reproduceDns(vantage, spec),
      observation: {
        ...observeLookup(target),
        name: verdict.answer.name,
        records: verdict.answer.records,
        rcode: verdict.answer.rcode ?? null,
        tookMs: Math.round(took),
      },
    };
    if (verdict.result === 'found') {
      const missing = (wanted ?? []).filter((each) => !verdict.answer.records.includes(each));
      const extra = wanted ? verdict.answer.records.filter((each) => !wanted.includes(each)) : [];
      if (missing.length + extra.length === 0) return passed(seen);
      const parts = [...missing.map((each) => `${each} is missing`), ...extra.map((each) => `${each} is not expected`)];
      return failed(
        'records-mismatch',
        `${typed(spec)} resolves to ${answerWord(verdict)} from ${place}: ${parts.join(', ')}.`,
        seen,
      );
    }
    const controlVerdict = sumUp(control, transcript.settings, true);
    if (
      verdict.result === 'unanswered' ||
      controlVerdict.result === 'unanswered' ||
      (verdict.result === 'absent' && controlVerdict.result !== 'found')
    )
      return unknown(
        'cluster-error',
        `No DNS server settles what ${typed(spec)} is from ${place}: ${answerWord(verdict)}; ${spec.control}: ${answerWord(controlVerdict)}.`,
        seen,
        `Do the DNS servers ${transcript.settings.nameservers.join(', ')} answer there?`,
      );
    return failed(
      'unresolvable',
      `${typed(spec)} does not resolve from ${place}: ${answerWord(verdict)} after ${formatDuration(took)}.`,
      seen,
      controlVerdict.result === 'found'
        ? `Asked for ${target.answers.map(({ name }) => name).join(', ')}.`
        : `${spec.control} does not resolve there either: the place does not use the cluster's DNS server (${transcript.settings.nameservers.join(', ')}).`,
    );
  },
});

const listOf = (value: string | string[]): string[] => (Array.isArray(value) ? value : [value]);
