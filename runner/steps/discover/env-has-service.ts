import type { Finding } from '../../core/result.ts';
import { either, integer, map, object, optional, string } from '../../core/shape.ts';
import { excerpt } from '../../core/visible.ts';
import { firstOf } from '../../core/words.ts';
import { failed, passed, type Seen } from '../finding.ts';
import { defineStep } from '../step.ts';
import { type EnvLook, type EnvSpec, envFields, envWatches, lookIntoPod } from './support/env-look.ts';
import { whyDifferent, whyMissing, whyNone } from './support/explain-environment.ts';
import { serviceVariables } from './support/service-variables.ts';

export interface EnvHasServiceSpec extends EnvSpec {
  variables?: Record<string, string | number>;
}

const expectation = ({ service, from }: EnvSpec): string => `${from} has the environment variables of ${service}`;

/** Compares a container's environment with the variables that the kubelet creates for a Service. */
export const envHasService = defineStep<EnvHasServiceSpec>({
  key: 'env-has-service',
  group: 'discover',
  summary: 'The environment of the container has all variables that the kubelet creates for the Service.',
  description: `
For a Service kubia, these are \`KUBIA_SERVICE_HOST\`, \`KUBIA_SERVICE_PORT\`, one variable for each named port, and variables in the
format of Docker links such as \`KUBIA_PORT_80_TCP_ADDR\`. Dashes become underscores
([environment variables](https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables)). The step computes
names and values from the current Service. It reads the variables with which the container was created: they never change while it
runs, so a container that is older than the Service lacks them. The fraction of correct variables earns that fraction of the points.
`.trim(),
  shape: object(
    {
      ...envFields,
      variables: optional(
        map(
          either(string('The value.', { minLength: 0 }), integer('The value.'), 'The value.'),
          'Additional variables with their values.',
        ),
      ),
    },
    'A Service, and a pod with its variables.',
  ),
  example: `
service: kubia
from: pod/app=kubia
variables: { KUBIA_SERVICE_PORT: 80 }
`.trim(),
  within: 30_000,
  watches: envWatches,
  describe: expectation,
  run: async (spec, context) => judge(spec, await lookIntoPod(spec, context)),
});

const judge = (spec: EnvHasServiceSpec, look: EnvLook): Finding => {
  const { service, pod, environment } = look;
  const computed = serviceVariables(service);
  const pairs = pairsOf(computed, spec.variables ?? {});
  const wrong = pairs.filter(({ name, value }) => environment.get(name) !== value);
  const missing = wrong.filter(({ name }) => !environment.has(name));
  const different = wrong.filter(({ name }) => environment.has(name));
  const seen: Seen = {
    expected: `pod ${pod.metadata.name} has ${pairs.length} variables of Service ${spec.service}`,
    actual: `${pairs.length - wrong.length} of ${pairs.length} variables are as expected`,
    ...look.seen,
    observation: {
      ...look.seen.observation,
      variables: Object.fromEntries(pairs.map(({ name }) => [name, environment.get(name) ?? null])),
      missing: missing.map(({ name }) => name),
      different: different.map(({ name }) => name),
    },
  };
  const none = whyNone(service);
  if (none)
    return failed('fields-mismatch', none.message, { ...seen, actual: 'the Service has no variables' }, none.hint);
  if (wrong.length === 0) return passed(seen);
  const { message, hint } = explain(wrong[0]?.name ?? '', computed, look);
  const parts = [
    ...(missing.length > 0 ? [`lacks ${listed(missing.map(({ name }) => name))}`] : []),
    ...different.slice(0, 3).map((each) => differenceText(each, environment)),
  ];
  return failed(
    'environment-mismatch',
    `Pod ${pod.metadata.name} ${parts.join(', ')}. ${message}`,
    { ...seen, fraction: (pairs.length - wrong.length) / pairs.length },
    hint,
  );
};

interface Pair {
  name: string;
  value: string;
}

/** The expected variables. If `stated` has another value than the Service, both are expected, and one is wrong. */
const pairsOf = (computed: Record<string, string>, stated: Record<string, string | number>): Pair[] => {
  const more = Object.entries(stated).map(([name, value]) => ({ name, value: String(value) }));
  return [
    ...Object.entries(computed).map(([name, value]) => ({ name, value })),
    ...more.filter(({ name, value }) => computed[name] !== value),
  ];
};

const explain = (name: string, computed: Record<string, string>, look: EnvLook) => {
  const found = look.environment.get(name);
  if (found !== undefined && found === computed[name])
    return { message: `That is the value of Service ${look.service.metadata.name}.` };
  if (found === undefined && !(name in computed))
    return {
      message: `Service ${look.service.metadata.name} has no variable of that name; it has ${listed(Object.keys(computed))}.`,
    };
  return found === undefined ? whyMissing(look) : whyDifferent(name, look);
};

const differenceText = ({ name, value }: Pair, environment: ReadonlyMap<string, string>): string =>
  `has ${name}=${excerpt(environment.get(name) ?? '')} instead of ${excerpt(value)}`;

const most = 4;

const listed = (names: readonly string[]): string => firstOf(names, most);
