import { countOf } from '../../core/count.ts';
import { textAt } from '../../core/json.ts';
import type { Finding } from '../../core/result.ts';
import { object } from '../../core/shape.ts';
import { sampleTrouble } from '../../diagnosis/sample-trouble.ts';
import type { ServiceBackends } from '../../probe/identity/backends.ts';
import { reproduceRequest } from '../../probe/reproduce.ts';
import { type Sample, seenNames, takeSample } from '../../probe/statistics/sample.ts';
import { histogramText, sampleEvidence, sampleObservation } from '../../probe/statistics/sample-text.ts';
import { requestsForAffinity } from '../../probe/statistics/statistics.ts';
import { failed, passed, type Seen } from '../finding.ts';
import { defineStep } from '../step.ts';
import { tooFewRequests } from './support/request-findings.ts';
import { budgetOfLook, equalsProveNothing, locate, troubleFinding } from './support/sampling.ts';
import { needsTarget, type ServedSpec, servedFields, targetText } from './support/target-shape.ts';

/** The number of requests in the first batch. Without affinity they nearly always reach two pods. */
const firstBatch = 10;

const expectation = (spec: ServedSpec): string =>
  `one pod answers all requests to ${targetText(spec)} from ${spec.from}`;

/** Expects that the same pod answers all requests of one client, each over a new connection. */
export const curlSticksToOnePod = defineStep<ServedSpec>({
  key: 'curl-sticks-to-one-pod',
  group: 'connect',
  summary: 'The same pod answers all requests of one client, although several pods are ready.',
  description: `
Tests \`sessionAffinity: ClientIP\`, with which kube-proxy remembers the address of a client. Every request uses a new connection.
The step makes enough requests to rule out chance: 31 with 2 ready pods, 20 with 3 (the probability of a false result is 10⁻⁹, and it
is halved with each further attempt, so that many attempts do not add up). An answer from a second pod fails the step at once. With
fewer than two ready pods, answers from one pod prove nothing, and the step fails.
`.trim(),
  shape: object(servedFields, 'A Service with session affinity.', needsTarget),
  shorthand: 'service',
  example: '{ service: kubia, from: pod/app=client }',
  within: 30_000,
  describe: expectation,
  run: async (spec, context) => {
    const { vantage, target, before } = await locate(spec, context);
    const epsilon = budgetOfLook(context);
    const requests = requestsForAffinity(before.ready.length, epsilon);
    const expected = expectation(spec);
    const reproduce = reproduceRequest(vantage, { url: target.url, times: requests });
    if (before.ready.length < 2) return equalsProveNothing(context, target, before, { expected, reproduce });
    const sample = await takeSample(context, {
      vantage,
      target,
      backends: before.ready,
      batches: [Math.min(firstBatch, requests), requests - firstBatch],
      decided: (soFar) => seenNames(soFar).length > 1,
    });
    const trouble = await sampleTrouble(context, sample, target);
    const seen: Seen = {
      expected,
      actual: `${countOf(seenNames(sample).length, 'pod')} answered ${sample.replies.length} requests (${histogramText(sample)})`,
      reproduce,
      evidence: sampleEvidence(sample, epsilon),
      observation: { url: target.url, service: target.service, cap: requests, ...sampleObservation(sample, epsilon) },
    };
    return trouble ? troubleFinding(trouble, seen) : judge(sample, before, seen);
  },
});

const judge = (sample: Sample, { service }: ServiceBackends, seen: Seen): Finding => {
  const pods = seenNames(sample);
  const affinity = textAt(service, 'spec', 'sessionAffinity') || 'None';
  if (pods.length > 1)
    return failed(
      'not-sticky',
      `Several pods answered one client: ${pods.join(', ')}.`,
      seen,
      affinity === 'ClientIP'
        ? undefined
        : `The Service has sessionAffinity: ${affinity}. With ClientIP, one client stays with one pod.`,
    );
  if (sample.replies.length < sample.asked) return tooFewRequests(sample.replies.length, sample.asked, seen);
  return passed({ ...seen, observation: { ...seen.observation, pod: pods[0] ?? '' } });
};
