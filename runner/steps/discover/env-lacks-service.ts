import { object } from '../../core/shape.ts';
import { failed, passed, type Seen, unknown } from '../finding.ts';
import { defineStep } from '../step.ts';
import { type EnvSpec, envFields, envWatches, lookIntoPod } from './support/env-look.ts';
import { whyPresent } from './support/explain-environment.ts';
import { variableNames } from './support/service-variables.ts';

const expectation = ({ service, from }: EnvSpec): string => `${from} has no environment variable of ${service}`;

/** What every container in a cluster has: without it the environment was not read in full. */
const controls = ['KUBERNETES_SERVICE_HOST', 'PATH'];

/** None of the variables that the kubelet would make for a Service is in a container's environment. */
export const envLacksService = defineStep<EnvSpec>({
  key: 'env-lacks-service',
  group: 'discover',
  summary: 'The environment of the container has none of the variables that the kubelet makes for the Service.',
  description: `
A container that is older than the Service lacks them, and so does one whose pod has \`enableServiceLinks: false\` or is in another
namespace; headless Services and those of type ExternalName have none
([environment variables](https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables)). The Service
must exist, and the environment must hold \`KUBERNETES_SERVICE_HOST\` and \`PATH\`, which every container has: otherwise what is
not seen proves nothing. Read is what the container was made with, as in \`env-has-service\`.
`.trim(),
  shape: object(envFields, 'A Service, and the pod that does not know it.'),
  example: '{ service: kubia-late, from: pod/app=kubia }',
  within: 30_000,
  watches: envWatches,
  describe: expectation,
  run: async (spec, context) => {
    const look = await lookIntoPod(spec, context);
    const { service, pod, environment } = look;
    const names = variableNames(service);
    const present = names.filter((name) => environment.has(name));
    const seen: Seen = {
      expected: `pod ${pod.metadata.name} has none of the ${names.length} variables of Service ${spec.service}`,
      actual: present.length === 0 ? 'there are none' : `it has ${present.length} of them`,
      ...look.seen,
      observation: {
        ...look.seen.observation,
        present,
        controls: Object.fromEntries(controls.map((name) => [name, environment.has(name)])),
      },
    };
    const [first, ...others] = present;
    if (first !== undefined) {
      const { message, hint } = whyPresent(first, look);
      const more = others.length > 0 ? ` and ${others.length} more` : '';
      return failed('environment-mismatch', `Pod ${pod.metadata.name} has ${first}${more}. ${message}`, seen, hint);
    }
    const lost = controls.filter((name) => !environment.has(name));
    if (lost.length === 0) return passed(seen);
    return unknown(
      'control-failed',
      `The environment of pod ${pod.metadata.name} has no ${lost.join(' and no ')} either, which every container has: it may not be complete.`,
      seen,
    );
  },
});
