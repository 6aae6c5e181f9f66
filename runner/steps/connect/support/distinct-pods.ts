import { countOf } from '../../../core/count.ts';
import type { Finding } from '../../../core/result.ts';
import { explainService } from '../../../diagnosis/chain.ts';
import { sampleTrouble } from '../../../diagnosis/sample-trouble.ts';
import type { Backend } from '../../../probe/identity/backends.ts';
import { reproduceRequest } from '../../../probe/reproduce.ts';
import { isSpoilt, type Sample, seenNames, takeSample } from '../../../probe/statistics/sample.ts';
import { histogramText, sampleEvidence, sampleObservation } from '../../../probe/statistics/sample-text.ts';
import { errorBudget, expectedRequestsToSeeAll, requestsToSeeAll } from '../../../probe/statistics/statistics.ts';
import { failed, passed, type Seen } from '../../finding.ts';
import type { StepContext } from '../../step.ts';
import { tooFewRequests } from './request-findings.ts';
import { affinityHint, type Served, troubleFinding } from './sampling.ts';

/** A Service, and how many of its ready pods must answer. */
export interface PodQuestion extends Served {
  wanted: number;
  expected: string;
}

/** Makes enough requests for the wanted number of different pods to answer, and judges which did. */
export const askForPods = async (context: StepContext, question: PodQuestion): Promise<Finding> => {
  const { vantage, target, before, wanted, expected } = question;
  const { length } = before.ready;
  const cap = requestsToSeeAll(length, errorBudget, Math.min(wanted, length));
  const reproduce = reproduceRequest(vantage, { url: target.url, times: Math.max(1, cap) });
  if (length < wanted) return tooFew(context, question, { expected, reproduce });
  const first = Math.min(cap, Math.ceil(1.5 * expectedRequestsToSeeAll(length)));
  const sample = await takeSample(context, {
    vantage,
    target,
    backends: before.ready,
    batches: [first, cap - first],
    decided: (soFar) => seenNames(soFar).length >= wanted,
  });
  const trouble = await sampleTrouble(context, sample, target);
  const seen: Seen = {
    expected,
    reproduce,
    actual: `${seenNames(sample).length} of ${length} ready pods answered ${sample.replies.length} requests (${histogramText(sample)})`,
    evidence: sampleEvidence(sample, errorBudget),
    observation: { url: target.url, service: target.service, cap, ...sampleObservation(sample, errorBudget) },
  };
  if (trouble) return troubleFinding(trouble, seen);
  return judge(sample, question, seen);
};

const tooFew = async (
  context: StepContext,
  { target, before: { ready, notReady }, wanted }: PodQuestion,
  seen: Pick<Seen, 'expected' | 'reproduce'>,
): Promise<Finding> => {
  const actual = `${countOf(ready.length, 'ready pod')}${ready.length > 0 ? `: ${namesOf(ready)}` : ''}`;
  const reason = ready.length === 0 ? await explainService(context, target.service, target.namespace) : undefined;
  const shown = { ...seen, actual, observation: { pods: ready.map(({ name }) => name) } };
  if (reason) return failed(reason.code, reason.message, shown, reason.hint);
  const waiting = notReady.length > 0 ? ` Not ready: ${namesOf(notReady)}.` : '';
  const message = `Service ${target.service} has ${countOf(ready.length, 'ready pod')}, but ${wanted === 1 ? 'one' : `${wanted} different ones`} must answer.${waiting}`;
  return failed(
    'too-few-pods',
    message,
    shown,
    'Check that there are enough replicas, and that their labels match the selector.',
  );
};

const judge = (sample: Sample, { before, wanted, target }: PodQuestion, seen: Seen): Finding => {
  const hit = seenNames(sample);
  if (hit.length >= wanted && !isSpoilt(sample)) return passed(seen);
  if (sample.replies.length < sample.asked) return tooFewRequests(sample.replies.length, sample.asked, seen);
  const missed = before.ready.filter(({ name }) => !hit.includes(name));

  const partial = { ...seen, fraction: (hit.length - 1) / (wanted - 1) };
  if (hit.length === 1)
    return failed(
      'always-sticky',
      `${hit[0]} answered all ${sample.replies.length} requests, although Service ${target.service} has ${before.ready.length} ready pods.`,
      partial,
      affinityHint(before.service),
    );
  return failed('pods-not-hit', `${namesOf(missed)} answered none of ${sample.replies.length} requests.`, partial);
};

const namesOf = (backends: readonly Backend[]): string => backends.map(({ name }) => name).join(', ');
