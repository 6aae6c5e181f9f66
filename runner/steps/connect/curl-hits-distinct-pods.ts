import { choice, either, integer, object, withDefault } from '../../core/shape.ts';
import { defineStep } from '../step.ts';
import { askForPods } from './support/distinct-pods.ts';
import { locate } from './support/sampling.ts';
import { needsTarget, type ServedSpec, servedFields, targetText } from './support/target-shape.ts';

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
    const served = await locate(spec, context);
    const wanted = spec.pods === 'all' ? Math.max(fewest, served.before.ready.length) : spec.pods;
    return askForPods(context, { ...served, wanted, expected: expectation(spec) });
  },
});
