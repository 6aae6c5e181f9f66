import type { Finding } from '../../core/result.ts';
import { choice, object, optional } from '../../core/shape.ts';
import { describeVantage } from '../../probe/vantage-text.ts';
import { failed, passed, type Seen, Unobservable, unknown } from '../finding.ts';
import { defineStep } from '../step.ts';
import { dnsSeen } from './support/dns-finding.ts';
import { type DnsLook, takeLook } from './support/dns-look.ts';
import { controlOf, type DnsSpec, dnsFields, observeLookup, questionOf, typed } from './support/dns-shape.ts';
import { answerWord, type DnsVerdict } from './support/dns-verdict.ts';

export interface DnsFailsSpec extends DnsSpec {
  with?: 'NXDOMAIN' | 'NODATA';
}

/** How often the name must fail, each time beside its control (semantics: repeat until seen, then confirm three times). */
const repeats = 3;

/** Looks up a name that must not resolve, beside one that must. */
export const dnsFails = defineStep<DnsFailsSpec>({
  key: 'dns-fails',
  group: 'discover',
  summary: 'The name does not resolve from there, while DNS works.',
  description: `
Asks for the name three times, each time after a control that must resolve from the same place through the same server. If the
control fails the step is an error: a DNS server that is down proves nothing. A server that answers neither yes nor no
(SERVFAIL, no answer) proves nothing either. \`NXDOMAIN\`: no such name. \`NODATA\`: the name exists and has no record of the
type ([RFC 2308](https://www.rfc-editor.org/rfc/rfc2308)). A name that was just deleted may be cached for 30 seconds.
`.trim(),
  shape: object(
    {
      ...dnsFields,
      with: optional(choice(['NXDOMAIN', 'NODATA'], 'What the server must answer; by default either.')),
    },
    'A name that must not resolve.',
  ),
  shorthand: 'name',
  example: '{ name: nope.default.svc.cluster.local, from: probe, with: NXDOMAIN }',
  within: 60_000,
  describe: (spec) => `${typed(spec)} does not resolve${spec.with ? ` (${spec.with})` : ''} from ${spec.from}`,
  run: async (spec, context) => {
    const questions = Array.from({ length: repeats }, () => [controlOf(spec), questionOf(spec)]).flat();
    return judge(spec, await takeLook(context, spec.from, () => questions));
  },
});

/** What resolves is seen, whatever the control says; what does not resolve is seen only beside a control that does. */
const judge = (spec: DnsFailsSpec, look: DnsLook): Finding => {
  const { settings } = look.transcript;
  const place = describeVantage(look.vantage);
  const controls = look.verdicts.filter((_each, index) => index % 2 === 0);
  const verdicts = look.verdicts.filter((_each, index) => index % 2 === 1);
  const seen = seenOf(spec, look, verdicts, controls);
  const resolved = verdicts.find(({ result }) => result === 'found');
  if (resolved)
    return failed('name-resolves', `${typed(spec)} resolves to ${answerWord(resolved)} from ${place}.`, seen);
  const control = controls.find(({ result }) => result !== 'found');
  if (control || controls.length !== repeats)
    return unknown(
      'control-failed',
      `${spec.control} must resolve from ${place} and did not (${control ? answerWord(control) : 'never asked'}), so nothing is known of ${spec.name}.`,
      seen,
      `The DNS servers there are ${settings.nameservers.join(', ') || 'none'}. Where they are not the cluster's, name a control that they know.`,
    );
  const open = verdicts.find(({ result }) => result === 'unanswered');
  if (open || verdicts.length !== repeats)
    return unknown(
      'cluster-error',
      `No DNS server settles whether ${typed(spec)} exists: ${open ? answerWord(open) : 'never asked'}.`,
      seen,
    );
  const other = spec.with && verdicts.find(({ result }) => result !== spec.with);
  return other ? judgeOther(spec, other, seen, place) : passed(seen);
};

/** The name does not resolve, but not in the way that the step expects. */
const judgeOther = (spec: DnsFailsSpec, other: DnsVerdict, seen: Seen, place: string): Finding => {
  if (other.result === 'absent')
    throw new Unobservable(
      'tool-missing',
      `There is no program dig in ${place}, and without it NXDOMAIN and NODATA look alike.`,
      'Use `from: probe`, or leave out `with`.',
      seen.evidence,
    );
  const message = `${typed(spec)} fails with ${other.result} instead of ${spec.with}.`;
  return failed('records-mismatch', message, { ...seen, actual: other.result });
};

const seenOf = (
  spec: DnsFailsSpec,
  look: DnsLook,
  verdicts: readonly DnsVerdict[],
  controls: readonly DnsVerdict[],
): Seen => {
  const [, lookup] = look.transcript.lookups;
  const shown = verdicts.find(({ result }) => result === 'found' || result === 'unanswered') ?? verdicts.at(-1);
  const place = describeVantage(look.vantage);
  return dnsSeen(look, {
    expected: `${typed(spec)} does not resolve${spec.with ? ` (${spec.with})` : ''} from ${place}, and ${spec.control} does`,
    answer: shown ? answerWord(shown) : 'nothing was answered',
    question: spec,
    observation: {
      ...(lookup && observeLookup(lookup)),
      result: shown?.result ?? 'unanswered',
      rcode: shown?.answer.rcode ?? null,
      records: shown?.answer.records ?? [],
      control: { name: spec.control, records: controls[0]?.answer.records ?? [] },
      repeats,
    },
  });
};
