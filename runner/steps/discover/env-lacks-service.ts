import { object } from '../../core/shape.ts';
import { failed, passed, type Seen, unknown } from '../finding.ts';
import { defineStep } from '../step.ts';
import { type EnvSpec, envFields, envWatches, lookIntoPod } from './support/env-look.ts';
import { whyPresent } from './support/explain-environment.ts';
import { variableNames } from './support/service-variables.ts';

const expectation = ({ service, from }: EnvSpec): string => `${from} has no environment variable of ${service}`;

/** Variables of every container. Without them, the environment was not read completely. */
const controls = ['KUBERNETES_SERVICE_HOST', 'PATH'];

/** Expects that a container's environment has no variable that the kubelet creates for a Service. */
export const envLacksService = defineStep<EnvSpec>({
  key: 'env-lacks-service',
  group: 'discover',
  summary: 'The environment of the container has none of the variables that the kubelet creates for the Service.',
  description: `
A container that is older than the Service lacks them, and so does a container whose pod has \`enableServiceLinks: false\` or is in
another namespace. Headless Services and Services of type ExternalName have no variables
([environment variables](https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables)). The Service
must exist, and the environment must have \`KUBERNETES_SERVICE_HOST\` and \`PATH\`, like that of every container: otherwise missing
variables prove nothing. The step reads the variables with which the container was created, like \`env-has-service\`.
`.trim(),
  shape: object(envFields, 'A Service, and a pod without its variables.'),
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
      actual: present.length === 0 ? 'it has none of them' : `it has ${present.length} of them`,
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
      `The environment of pod ${pod.metadata.name} also lacks ${lost.join(' and ')}, which every container has, so it may be incomplete.`,
      seen,
    );
  },
});
