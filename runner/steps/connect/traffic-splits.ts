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

/** The first requests tell whether anything answers: silence costs two seconds each. */
const firstBatch = 5;
/** Enough to see a coarse deviation without making all requests. */
const secondBatch = 200;

/** Requests of the line that a person pastes: enough to see the shares roughly. */
const reproduced = 100;
const weights = map(number('Its weight.', { minimum: 0 }), 'Label selector, or name of an endpoint → weight.');

const between: Shape<Between> = either(
  { schema: { ...weights.schema, minProperties: 2 } } as typeof weights,
  list(string('A label selector, or the name of an endpoint.'), 'Groups that get as much as they have ready pods.', {
    minItems: 2,
    uniqueItems: true,
  }),
  'The groups, with their weights. A list: each group gets as much as it has ready pods.',
);

const expectation = (spec: TrafficSplitsSpec): string =>
  `new connections to ${targetText(spec)} from ${spec.from} are split ${betweenText(spec.between)}`;

/** New connections are shared between groups of pods by weight. */
export const trafficSplits = defineStep<TrafficSplitsSpec>({
  key: 'traffic-splits',
  group: 'connect',
  summary: 'New connections are shared between groups of pods according to their weights.',
  description: `
A Service that selects two versions splits its connections by the number of ready pods: kube-proxy gives each the same chance
([canary deployments](https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments)). Every ready endpoint must be in exactly one group.
The number of requests, each over a connection of its own, follows from the weights: 555 for 1 to 1, 2090 for 3 to 1. An exact
binomial test allows one false alarm in 10⁹ for all groups together, and so many requests find a group whose share is off by half of
the smallest share, again but for 10⁻⁹; where that takes more than 5000, the evidence says which deviation is found. Weights that differ
from the numbers of ready pods get as many requests as it takes to tell the two apart.
`.trim(),
  shape: object({ ...servedFields, between }, 'How connections are shared.', needsTarget),
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
        `The weights ${betweenText(spec.between)} are too near to what each ready pod of Service ${target.service} gets by itself: no number of requests that can be made tells the two apart.`,
        'List the groups without weights, or take weights that differ more.',
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

/** Groups whose number of answers their share does not explain. */
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

/** What the numbers allow to say, and what they would have found. */
const powerOf = ({ groups, shares, epsilon, plan }: Question, sample: Sample): Evidence => {
  const intervals = acceptedCounts(shares, sample.replies.length, epsilon);
  const rows = groups.map((group, index) => {
    const { low = 0, high = 0 } = intervals[index] ?? {};
    const ready = countOf(group.members.length, 'ready pod');
    return `${group.name} (${ready}): ${answersOf(group, sample)} answers; ${percent(shares[index] ?? 0)} allow ${low} to ${high}`;
  });
  const power = `${plan.requests} requests find a share that is off by ${percent(plan.deviation)} or more`;
  return {
    title: 'shares',
    text: [...rows, `${power}; chance of a wrong verdict at most ${epsilon} on each side`].join('\n'),
  };
};

const judge = (question: Question, sample: Sample, seen: Seen): Finding => {
  const { groups, shares, target, before } = question;
  const [off] = offGroups(question, sample);
  if (off) {
    const share = percent(answersOf(off, sample) / sample.replies.length);
    const wanted = percent(shares[groups.indexOf(off)] ?? 0);
    const message = `${off.name} got ${share} of ${sample.replies.length} new connections to Service ${target.service}, and should get ${wanted}.`;
    return failed('split-mismatch', message, seen, affinityHint(before.service) ?? sharesHint(groups));
  }
  return sample.replies.length < sample.asked
    ? tooFewRequests(sample.replies.length, sample.asked, seen)
    : passed(seen);
};

const sharesHint = (groups: readonly TrafficGroup[]): string => {
  const ready = groups.map(({ name, members }) => `${members.length} with ${name}`).join(', ');
  return `kube-proxy gives each ready pod the same share; ready are ${ready}.`;
};
