import { formatDuration } from '../../../core/duration.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { Finding } from '../../../core/result.ts';
import { describeVantage } from '../../../probe/vantage-text.ts';
import { failed, passed, type Seen, unknown } from '../../finding.ts';
import type { DnsLook } from './dns-look.ts';
import { type DnsSpec, dnsEvidence, reproduceDns } from './dns-shape.ts';
import { answerWord } from './dns-verdict.ts';

/** The values by which the findings of DNS kinds differ. */
export interface DnsSummary {
  expected: string;
  answer: string;
  question: Pick<DnsSpec, 'name' | 'type' | 'search'>;
  observation: JsonObject;
}

/** The parts of a finding that every outcome of a DNS kind has. */
export const dnsSeen = (
  { transcript, took, vantage }: DnsLook,
  { expected, answer, question, observation }: DnsSummary,
): Seen => ({
  expected,
  actual: `${answer} after ${formatDuration(took)}`,
  evidence: dnsEvidence(transcript),
  reproduce: reproduceDns(vantage, question),
  observation: { ...observation, tookMs: Math.round(took) },
});

/** The name that a question is about, and the index of its answer. Index 0 is the control. */
export interface Subject {
  title: string;
  index: number;
  control: string;
}

/** The finding for a name without records: failed if a server says so, an error if no server gives a clear answer. */
export const judgeAbsence = ({ title, index, control }: Subject, look: DnsLook, seen: Seen): Finding => {
  const { verdicts, transcript, took, vantage } = look;
  const [first, target] = [verdicts[0], verdicts[index]];
  if (!first || !target) throw new Error('a lookup is missing');
  const place = describeVantage(vantage);
  const servers = transcript.settings.nameservers.join(', ') || 'none';
  const isOpen = target.result === 'unanswered' || first.result === 'unanswered';
  // getent only reports that there is no record: a server answered only if it finds the control.
  if (isOpen || (target.result === 'absent' && first.result !== 'found'))
    return unknown(
      'cluster-error',
      `No DNS server says whether ${title} exists, from ${place}: ${answerWord(target)}. The control ${control}: ${answerWord(first)}.`,
      seen,
      `Check that the DNS servers there (${servers}) answer.`,
    );
  const asked = transcript.lookups[index]?.answers.map(({ name }) => name.replace(/\.$/, '')).join(', ');
  return failed(
    'unresolvable',
    `${title} does not resolve from ${place}: ${answerWord(target)} after ${formatDuration(took)}.`,
    seen,
    first.result === 'found'
      ? `The queried names are ${asked}.`
      : `${control} does not resolve there either: the vantage point does not use the cluster's DNS server (it has ${servers}).`,
  );
};

/** Compares the records of an answer with the wanted ones, as sets. */
export const judgeRecords = (
  { title, index }: Pick<Subject, 'title' | 'index'>,
  { verdicts, vantage }: DnsLook,
  wanted: readonly string[],
  seen: Seen,
): Finding => {
  const found = verdicts[index]?.answer.records ?? [];
  const missing = wanted.filter((each) => !found.includes(each));
  const extra = found.filter((each) => !wanted.includes(each));
  if (missing.length + extra.length === 0) return passed(seen);
  const parts = [...missing.map((each) => `${each} is missing`), ...extra.map((each) => `${each} is not expected`)];
  const message = `${title} resolves to ${found.join(', ')} from ${describeVantage(vantage)}: ${parts.join(', ')}.`;
  return failed('records-mismatch', message, seen);
};
