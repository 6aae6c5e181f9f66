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

/** How often the name is looked up, each time with its control, so that one lost answer is not taken for a failure. */
const repeats = 3;

/** Looks up a name that must not resolve, together with a control that must. */
export const dnsFails = defineStep<DnsFailsSpec>({
  key: 'dns-fails',
  group: 'discover',
  summary: 'The name does not resolve from the vantage point, while DNS works.',
  description: `
Looks up the name three times, each time after a control that must resolve from the same vantage point with the same server. If the
control fails, the step is an error: a DNS server that is down proves nothing. SERVFAIL and no answer prove nothing either.
\`NXDOMAIN\`: the name does not exist. \`NODATA\`: the name exists, but has no record of the type
([RFC 2308](https://www.rfc-editor.org/rfc/rfc2308)). After a Service is deleted, its name may stay in the cache for 30 seconds.
`.trim(),
  shape: object(
    {
      ...dnsFields,
      with: optional(choice(['NXDOMAIN', 'NODATA'], 'The answer of the server. Default: either.')),
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

/**
 * A name that resolves is an observation whatever the control says. One that does not is one only if the control
 * resolves.
 */
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
      `The control ${spec.control} does not resolve from ${place} either (${control ? answerWord(control) : 'not looked up'}). So the failure of ${spec.name} proves nothing.`,
      seen,
      `The DNS servers there are ${settings.nameservers.join(', ') || 'none'}. If they are not the cluster's, give a control that they know.`,
    );
  const open = verdicts.find(({ result }) => result === 'unanswered');
  if (open || verdicts.length !== repeats)
    return unknown(
      'cluster-error',
      `No DNS server says whether ${typed(spec)} exists: ${open ? answerWord(open) : 'not looked up'}.`,
      seen,
    );
  const other = spec.with && verdicts.find(({ result }) => result !== spec.with);
  return other ? judgeOther(spec, other, seen, place) : passed(seen);
};

/** The name does not resolve, but with another answer than expected. */
const judgeOther = (spec: DnsFailsSpec, other: DnsVerdict, seen: Seen, place: string): Finding => {
  if (other.result === 'absent')
    throw new Unobservable(
      'tool-missing',
      `There is no program dig in ${place}, and without it NXDOMAIN cannot be told from NODATA.`,
      'Use `from: probe`, or omit `with`.',
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
    answer: shown ? answerWord(shown) : 'there was no answer',
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
