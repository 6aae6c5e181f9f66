import { formatDuration } from '../../core/duration.ts';
import { choice, object, optional } from '../../core/shape.ts';
import { describeVantage } from '../../probe/vantage-text.ts';
import { failed, passed, Unobservable, unknown } from '../finding.ts';
import { defineStep } from '../step.ts';
import { askDns, type Lookup } from './ask-dns.ts';
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
    if (!context.memory.has('since')) context.memory.set('since', context.clock.now());
    const vantage = await context.vantage(spec.from);
    const questions = Array.from({ length: repeats }, () => [controlOf(spec), questionOf(spec)]).flat();
    const transcript = await askDns(context, vantage, questions);
    const relative = await meansCluster(questionOf(spec).name, context);
    const verdictOf = (lookup: Lookup, isControl: boolean) => sumUp(lookup, transcript.settings, isControl || relative);
    const controls = transcript.lookups.filter((_each, index) => index % 2 === 0).map((each) => verdictOf(each, true));
    const targets = transcript.lookups.filter((_each, index) => index % 2 === 1);
    const verdicts = targets.map((each) => verdictOf(each, false));
    const took = context.clock.now() - Number(context.memory.get('since'));
    const place = describeVantage(vantage);
    const failedControl = controls.find(({ result }) => result !== 'found');
    const resolved = verdicts.find(({ result }) => result === 'found');
    const open = verdicts.find(({ result }) => result === 'unanswered');
    const shown = resolved ?? open ?? verdicts.at(-1);
    if (!shown || controls.length !== repeats || verdicts.length !== repeats) throw new Error('a lookup is missing');
    const seen = {
      expected: `${typed(spec)} does not resolve${spec.with ? ` (${spec.with})` : ''} from ${place}, and ${spec.control} does`,
      actual: `${answerWord(shown)} after ${formatDuration(took)}`,
      evidence: dnsEvidence(transcript),
      reproduce: reproduceDns(vantage, spec),
      observation: {
        ...(targets[0] && observeLookup(targets[0])),
        result: shown.result,
        rcode: shown.answer.rcode ?? null,
        records: shown.answer.records,
        control: { name: spec.control, records: controls[0]?.answer.records ?? [] },
        repeats,
        tookMs: Math.round(took),
      },
    };
    // What resolves is seen, whatever the control says.
    if (resolved)
      return failed('name-resolves', `${typed(spec)} resolves to ${answerWord(resolved)} from ${place}.`, seen);
    if (failedControl)
      return unknown(
        'control-failed',
        `${spec.control} must resolve from ${place} and did not (${answerWord(failedControl)}), so nothing is known of ${spec.name}.`,
        seen,
        `The DNS servers there are ${transcript.settings.nameservers.join(', ') || 'none'}. Where they are not the cluster's, name a control that they know.`,
      );
    if (open)
      return unknown(
        'cluster-error',
        `No DNS server settles whether ${typed(spec)} exists: ${answerWord(open)}.`,
        seen,
      );
    if (spec.with === undefined) return passed(seen);
    if (verdicts.some(({ result }) => result === 'absent'))
      throw new Unobservable(
        'tool-missing',
        `There is no program dig in ${place}, and without it NXDOMAIN and NODATA look alike.`,
        'Use `from: probe`, or leave out `with`.',
        seen.evidence,
      );
    const other = verdicts.find(({ result }) => result !== spec.with);
    if (!other) return passed(seen);
    return failed('records-mismatch', `${typed(spec)} fails with ${other.result} instead of ${spec.with}.`, {
      ...seen,
      actual: `${other.result} after ${formatDuration(took)}`,
    });
  },
});
