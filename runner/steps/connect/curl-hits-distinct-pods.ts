import { choice, either, integer, object, withDefault } from '../../core/shape.ts';
import { defineStep } from '../step.ts';
import { askForPods } from './support/distinct-pods.ts';
import { locate } from './support/sampling.ts';
import { needsTarget, type ServedSpec, servedFields, targetText } from './support/target-shape.ts';

export interface CurlHitsDistinctPodsSpec extends ServedSpec {
  pods: 'all' | number;
}

/** With one pod, requests cannot be spread. */
const fewest = 2;

const expectation = (spec: CurlHitsDistinctPodsSpec): string =>
  `${spec.pods === 'all' ? 'every ready pod answers' : `at least ${spec.pods} different pods answer`} requests to ${targetText(spec)} from ${spec.from}`;

/** Sends requests over new connections until every ready pod of a Service, or a number of them, has answered. */
export const curlHitsDistinctPods = defineStep<CurlHitsDistinctPodsSpec>({
  key: 'curl-hits-distinct-pods',
  group: 'connect',
  summary: 'Every ready pod of the Service, or at least a given number of them, answers requests over new connections.',
  description: `
kube-proxy chooses a pod at random for each connection. The step makes enough requests to rule out chance: with 3 pods at most 54,
after which the probability of missing one of them is 10⁻⁹. It stops as soon as all pods have answered. The expected pods are the
ready endpoints in the Service's EndpointSlices. If the endpoints change during the requests, the step is an error. The
answer must contain the hostname of the pod. The step needs at least two ready pods.
`.trim(),
  shape: object(
    {
      ...servedFields,
      pods: withDefault(
        either(
          choice(['all'], 'Every ready pod.'),
          integer('The minimum number of different pods.', { minimum: fewest }),
          'The pods that must answer: all ready pods, or at least a number of them.',
        ),
        'all',
      ),
    },
    'A Service, and the pods that must answer.',
    needsTarget,
  ),
  shorthand: 'service',
  example: '{ url: "http://kubia", from: pod/app=kubia, pods: all }',
  within: 30_000,
  describe: expectation,
  run: async (spec, context) => {
    const served = await locate(spec, context);
    const wanted = spec.pods === 'all' ? Math.max(fewest, served.before.ready.length) : spec.pods;
    return askForPods(context, { ...served, wanted, expected: expectation(spec) });
  },
});
