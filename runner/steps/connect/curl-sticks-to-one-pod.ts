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

/** Requests of the first batch: without affinity they end at two pods nearly always. */
const firstBatch = 10;

const expectation = (spec: ServedSpec): string =>
  `all requests to ${targetText(spec)} from ${spec.from} are answered by one pod`;

/** All requests of one client, each over a new connection, are answered by the same pod. */
export const curlSticksToOnePod = defineStep<ServedSpec>({
  key: 'curl-sticks-to-one-pod',
  group: 'connect',
  summary: 'All requests of one client are answered by the same pod, although several are ready.',
  description: `
The effect of \`sessionAffinity: ClientIP\`: kube-proxy remembers a client's address, so every request uses a new connection.
Equal answers by chance must be ruled out: 31 requests for 2 ready pods, 20 for 3 (one false result in 10⁹). Each further
look of the same step halves that chance, so that trying again does not add up. A second pod decides at once. With fewer
than two ready pods equal answers prove nothing, and the step fails.
`.trim(),
  shape: object(servedFields, 'Where requests must stick.', needsTarget),
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
      actual: `${sample.replies.length} requests were answered by ${seenNames(sample).length} pods (${histogramText(sample)})`,
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
      `One client was answered by ${pods.join(', ')}.`,
      seen,
      affinity === 'ClientIP'
        ? undefined
        : `The Service has sessionAffinity: ${affinity}; ClientIP makes a client stay.`,
    );
  if (sample.replies.length < sample.asked) return tooFewRequests(sample.replies.length, sample.asked, seen);
  return passed({ ...seen, observation: { ...seen.observation, pod: pods[0] ?? '' } });
};
