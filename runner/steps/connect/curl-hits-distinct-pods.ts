import type { Vantage } from '../../cluster/cluster.ts';
import type { Finding } from '../../core/result.ts';
import { choice, either, integer, object, withDefault } from '../../core/shape.ts';
import { type Backend, readBackends, type ServiceBackends } from '../../probe/backends.ts';
import { explainService } from '../../probe/explain.ts';
import { textAt } from '../../probe/read-object.ts';
import { reproduceRequest } from '../../probe/reproduce.ts';
import { isSpoilt, type Sample, seenNames, takeSample } from '../../probe/sample.ts';
import { histogramText, sampleEvidence, sampleObservation } from '../../probe/sample-text.ts';
import { sampleTrouble } from '../../probe/sample-trouble.ts';
import { errorBudget, expectedRequestsToSeeAll, requestsToSeeAll } from '../../probe/statistics.ts';
import { resolveTarget, type Target } from '../../probe/target.ts';
import { failed, passed, type Seen, unknown } from '../finding.ts';
import { defineStep, type StepContext } from '../step.ts';
import { troubleFinding } from './sampling.ts';
import { needsTarget, type ServedSpec, servedFields, targetText } from './target-shape.ts';

export interface CurlHitsDistinctPodsSpec extends ServedSpec {
  pods: 'all' | number;
}

/** One pod cannot show that requests spread. */
const fewest = 2;

const expectation = (spec: CurlHitsDistinctPodsSpec): string =>
  `requests to ${targetText(spec)} from ${spec.from} are answered by ${spec.pods === 'all' ? 'every ready pod' : `at least ${spec.pods} different pods`}`;

/** Requests over new connections are answered by all ready pods of a Service, or by so many different ones. */
export const curlHitsDistinctPods = defineStep<CurlHitsDistinctPodsSpec>({
  key: 'curl-hits-distinct-pods',
  group: 'connect',
  summary: 'Requests over new connections are answered by every ready pod of the Service, or by so many of them.',
  description: `
A proxy chooses a backend for each connection, at random. The step makes as many requests as chance needs: for 3 pods at most
54, after which a pod that takes part was missed once in 10⁹ times. It stops as soon as all have answered. The expected
pods are the ready addresses of the Service's EndpointSlices, read before and after; if they changed, nothing is concluded.
An answer tells its pod by holding the pod's hostname. One ready pod cannot show spreading, so the step needs two or more.
`.trim(),
  shape: object(
    {
      ...servedFields,
      pods: withDefault(
        either(
          choice(['all'], 'Every ready pod.'),
          integer('At least so many.', { minimum: fewest }),
          'Pods that must answer.',
        ),
        'all',
      ),
    },
    'Pods that must answer.',
    needsTarget,
  ),
  shorthand: 'service',
  example: '{ url: "http://kubia", from: pod/app=kubia, pods: all }',
  within: 30_000,
  describe: expectation,
  run: async (spec, context) => {
    const vantage = await context.vantage(spec.from);
    const target = await resolveTarget(context, spec);
    const before = await readBackends(context, target);
    const wanted = spec.pods === 'all' ? Math.max(fewest, before.ready.length) : spec.pods;
    const cap = requestsToSeeAll(before.ready.length, errorBudget, Math.min(wanted, before.ready.length));
    const reproduce = reproduceRequest(vantage, { url: target.url, times: Math.max(1, cap) });
    const seen = { expected: expectation(spec), reproduce };
    if (before.ready.length < wanted) return tooFew(context, target, before, wanted, seen);
    return ask(context, { vantage, target, before, wanted, cap, seen });
  },
});

type Expected = Pick<Seen, 'expected' | 'reproduce'>;

const tooFew = async (
  context: StepContext,
  target: Target,
  { ready, notReady }: ServiceBackends,
  wanted: number,
  seen: Expected,
): Promise<Finding> => {
  const actual = `${ready.length} ready pods${ready.length > 0 ? `: ${namesOf(ready)}` : ''}`;
  const reason = ready.length === 0 ? await explainService(context, target.service, target.namespace) : undefined;
  const shown = { ...seen, actual, observation: { pods: ready.map(({ name }) => name) } };
  if (reason) return failed(reason.code, reason.message, shown, reason.hint);
  const waiting = notReady.length > 0 ? ` ${namesOf(notReady)} not ready.` : '';
  const message = `Service ${target.service} has ${ready.length} ready pod${ready.length === 1 ? '' : 's'}, and ${wanted} different ones must answer.${waiting}`;
  return failed(
    'too-few-pods',
    message,
    shown,
    'Are there enough replicas, and do all their labels match the selector?',
  );
};

interface Question {
  vantage: Vantage;
  target: Target;
  before: ServiceBackends;
  wanted: number;
  cap: number;
  seen: Expected;
}

const ask = async (context: StepContext, question: Question): Promise<Finding> => {
  const { vantage, target, before, wanted, cap } = question;
  const first = Math.min(cap, Math.ceil(1.5 * expectedRequestsToSeeAll(before.ready.length)));
  const sample = await takeSample(context, {
    vantage,
    target,
    backends: before.ready,
    batches: [first, cap - first],
    decided: (soFar) => seenNames(soFar).length >= wanted,
  });
  const trouble = await sampleTrouble(context, sample, target);
  const seen: Seen = {
    ...question.seen,
    actual: `${seenNames(sample).length} of ${before.ready.length} ready pods answered ${sample.replies.length} requests (${histogramText(sample)})`,
    evidence: sampleEvidence(sample, errorBudget),
    observation: { url: target.url, service: target.service, cap, ...sampleObservation(sample, errorBudget) },
  };
  return trouble ? troubleFinding(trouble, seen) : judge(sample, question, seen);
};

const judge = (sample: Sample, { before, wanted, target }: Question, seen: Seen): Finding => {
  const hit = seenNames(sample);
  if (hit.length >= wanted && !isSpoilt(sample)) return passed(seen);
  if (sample.replies.length < sample.asked)
    return unknown(
      'time-ran-out',
      `Only ${sample.replies.length} of ${sample.asked} requests could be made in time.`,
      seen,
    );
  const missed = before.ready.filter(({ name }) => !hit.includes(name));
  const sticky = textAt(before.service, 'spec', 'sessionAffinity') === 'ClientIP';
  const partial = { ...seen, fraction: (hit.length - 1) / (wanted - 1) };
  if (hit.length === 1)
    return failed(
      'always-sticky',
      `All ${sample.replies.length} requests were answered by ${hit[0]}, although Service ${target.service} has ${before.ready.length} ready pods.`,
      partial,
      sticky ? 'The Service has sessionAffinity: ClientIP, so one client stays with one pod.' : undefined,
    );
  return failed('pods-not-hit', `${namesOf(missed)} never answered in ${sample.replies.length} requests.`, partial);
};

const namesOf = (backends: readonly Backend[]): string => backends.map(({ name }) => name).join(', ');
