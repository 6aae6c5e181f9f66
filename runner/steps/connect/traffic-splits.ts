import { countOf } from '../../core/count.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Evidence, Finding } from '../../core/result.ts';
import { either, list, map, number, object, type Shape, string } from '../../core/shape.ts';
import { sampleTrouble } from '../../diagnosis/sample-trouble.ts';
import { requestAnew } from '../../probe/http/together.ts';
import { reproduceRequest } from '../../probe/reproduce.ts';
import { type Sample, takeSample } from '../../probe/statistics/sample.ts';
import { sampleEvidence, sampleObservation } from '../../probe/statistics/sample-text.ts';
import { acceptedCounts, planShares, type SharesPlan } from '../../probe/statistics/shares.ts';
import { failed, passed, type Seen, Unobservable } from '../finding.ts';
import { defineStep, type StepContext } from '../step.ts';
import { noReadyPod, tooFewRequests } from './support/request-findings.ts';
import { affinityHint, budgetOfLook, locate, type Served, troubleFinding } from './support/sampling.ts';
import { needsTarget, type ServedSpec, servedFields, targetText } from './support/target-shape.ts';
import { type Between, betweenText, groupBackends, type TrafficGroup } from './support/traffic-groups.ts';

export interface TrafficSplitsSpec extends ServedSpec {
  between: Between;
}

/** A few requests first, to see whether the Service answers: one without an answer takes two seconds. */
const firstBatch = 5;
/** Enough requests to find a large deviation without making all of them. */
const secondBatch = 200;

/** The number of requests in the line to reproduce: enough to see the shares roughly. */
const reproduced = 100;
const weights = map(number('The weight.', { minimum: 0 }), 'Label selector or name of an endpoint → weight.');

const between: Shape<Between> = either(
  { schema: { ...weights.schema, minProperties: 2 } } as typeof weights,
  list(string('A label selector or the name of an endpoint.'), 'Groups that are weighted by their ready pods.', {
    minItems: 2,
    uniqueItems: true,
  }),
  'The groups with their weights. In a list, the weight of a group is its number of ready pods.',
);

const expectation = (spec: TrafficSplitsSpec): string =>
  `new connections to ${targetText(spec)} from ${spec.from} are split ${betweenText(spec.between)}`;

/** Checks how new connections are shared between groups of pods. */
export const trafficSplits = defineStep<TrafficSplitsSpec>({
  key: 'traffic-splits',
  group: 'connect',
  summary: 'New connections are shared between groups of pods according to their weights.',
  description: `
A Service that selects two versions of an application splits its connections by the number of ready pods, because kube-proxy chooses each
pod with the same probability ([canary deployments](https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments)). Every ready
endpoint must be in exactly one group. The number of requests, each over a new connection, depends on the weights: 555 for 1 to 1, 2090
for 3 to 1. An exact binomial test has a probability of 10⁻⁹ for a false alarm, all groups together. The same probability holds for
missing a group whose share deviates by half of the smallest share. If that would take more than 5000 requests, the evidence tells the
deviation that is found. If the weights differ from the numbers of ready pods, the step makes enough requests to tell the two apart.
`.trim(),
  shape: object({ ...servedFields, between }, 'A Service, and the groups that share its connections.', needsTarget),
  example: '{ service: web, between: { track=stable: 3, track=canary: 1 } }',
  within: 60_000,
  describe: expectation,
  run: async (spec, context) => {
    const served = await locate(spec, context);
    const { target, before } = served;
    const expected = expectation(spec);
    if (before.ready.length === 0) return noReadyPod(context, target, { expected });
    const groups = await groupBackends(context, target, before.ready, spec.between);
    const shares = sharesOf(groups.map(({ weight }) => weight));
    const even = sharesOf(groups.map(({ members }) => members.length));
    const epsilon = budgetOfLook(context);
    const plan = planShares(shares, epsilon, even);
    if (!plan)
      throw new Unobservable(
        'spec-invalid',
        `The weights ${betweenText(spec.between)} differ too little from the numbers of ready pods of Service ${target.service}: no practical number of requests tells the two apart.`,
        'List the groups without weights, or choose weights that differ more.',
      );
    return look(context, { ...served, groups, shares, epsilon, plan, expected });
  },
});

const sharesOf = (weights: readonly number[]): number[] => {
  const total = weights.reduce((sum, each) => sum + each, 0);
  return weights.map((each) => each / total);
};

interface Question extends Served {
  groups: TrafficGroup[];
  shares: number[];
  epsilon: number;
  plan: SharesPlan;
  expected: string;
}

const look = async (context: StepContext, question: Question): Promise<Finding> => {
  const { vantage, target, before, plan } = question;
  const sample = await takeSample(context, {
    vantage,
    target,
    backends: before.ready,
    batches: [firstBatch, secondBatch, plan.requests - firstBatch - secondBatch],
    decided: (soFar) => offGroups(question, soFar).length > 0,
    ask: (times) => requestAnew(context, vantage, { url: target.url, times }),
  });
  const trouble = await sampleTrouble(context, sample, target);
  const seen = seenOf(question, sample);
  return trouble ? troubleFinding(trouble, seen) : judge(question, sample, seen);
};

const answersOf = ({ members }: TrafficGroup, { counts }: Sample): number =>
  members.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0);

/** Groups whose number of answers is too improbable for their share. */
const offGroups = ({ groups, shares, epsilon }: Question, sample: Sample): TrafficGroup[] => {
  const intervals = acceptedCounts(shares, sample.replies.length, epsilon);
  return groups.filter((group, index) => {
    const { low, high } = intervals[index] ?? { low: 0, high: 0 };
    const count = answersOf(group, sample);
    return count < low || count > high;
  });
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const seenOf = (question: Question, sample: Sample): Seen => {
  const { vantage, target, groups, shares, epsilon, plan, expected } = question;
  const made = sample.replies.length;
  const shareOf = (group: TrafficGroup): number => (made === 0 ? 0 : answersOf(group, sample) / made);
  const parts = groups.map((group) => `${group.name} ${percent(shareOf(group))}`);
  return {
    expected,
    actual: `${made} new connections: ${parts.join(', ')}`,
    reproduce: reproduceRequest(vantage, { url: target.url, times: Math.min(plan.requests, reproduced) }),
    evidence: [powerOf(question, sample), ...sampleEvidence(sample, epsilon)],
    observation: {
      url: target.url,
      service: target.service,
      cap: plan.requests,
      deviation: plan.deviation,
      shares: Object.fromEntries(groups.map((group) => [group.name, shareOf(group)])) as JsonObject,
      wanted: Object.fromEntries(groups.map(({ name }, index) => [name, shares[index] ?? 0])) as JsonObject,
      ...sampleObservation(sample, epsilon),
    },
  };
};

/** The accepted number of answers for each group, and the deviation that the test finds. */
const powerOf = ({ groups, shares, epsilon, plan }: Question, sample: Sample): Evidence => {
  const intervals = acceptedCounts(shares, sample.replies.length, epsilon);
  const rows = groups.map((group, index) => {
    const { low = 0, high = 0 } = intervals[index] ?? {};
    const ready = countOf(group.members.length, 'ready pod');
    return `${group.name} (${ready}): ${answersOf(group, sample)} answers; for ${percent(shares[index] ?? 0)}, ${low} to ${high} are accepted`;
  });
  const power = `${plan.requests} requests find a share that deviates by at least ${percent(plan.deviation)}`;
  return {
    title: 'shares',
    text: [...rows, `${power}; the probability of a wrong verdict is at most ${epsilon} in each direction`].join('\n'),
  };
};

const judge = (question: Question, sample: Sample, seen: Seen): Finding => {
  const { groups, shares, target, before } = question;
  const [off] = offGroups(question, sample);
  if (off) {
    const share = percent(answersOf(off, sample) / sample.replies.length);
    const wanted = percent(shares[groups.indexOf(off)] ?? 0);
    const message = `${off.name} got ${share} of ${sample.replies.length} new connections to Service ${target.service}, but should get ${wanted}.`;
    return failed('split-mismatch', message, seen, affinityHint(before.service) ?? sharesHint(groups));
  }
  return sample.replies.length < sample.asked
    ? tooFewRequests(sample.replies.length, sample.asked, seen)
    : passed(seen);
};

const sharesHint = (groups: readonly TrafficGroup[]): string => {
  const ready = groups.map(({ name, members }) => `${members.length} with ${name}`).join(', ');
  return `kube-proxy gives each ready pod the same share. The ready pods are ${ready}.`;
};
