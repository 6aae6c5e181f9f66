import type { KubernetesObject, ObjectQuery, Vantage } from '../../../cluster/cluster.ts';
import { optional, string } from '../../../core/shape.ts';
import { readService } from '../../../probe/identity/backends.ts';
import { reproduceLine } from '../../../probe/reproduce.ts';
import { type Seen, Unmet, Unobservable } from '../../finding.ts';
import type { StepContext } from '../../step.ts';
import { birthOf, startOf } from './object-times.ts';
import { readEnvironment } from './read-environment.ts';
import { variablePrefix } from './service-variables.ts';

/** The keys of both kinds about environments. */
export interface EnvSpec {
  service: string;
  namespace?: string;
  from: string;
}

export const envFields = {
  service: string('The Service.'),
  namespace: optional(string("The Service's namespace. Default: the scenario's.")),
  from: string('The pod whose environment is read: pod/NAME, pod/NAMESPACE/NAME or pod/LABEL=VALUE.', {
    pattern: '^(pod/|probe$)',
  }),
};

/** A container's environment, and the objects from which the kubelet computes it. */
export interface EnvLook {
  service: KubernetesObject;
  pod: KubernetesObject;
  /** All Services of the pod's namespace. */
  neighbours: KubernetesObject[];
  environment: ReadonlyMap<string, string>;
  /** The parts of the finding that do not depend on the expectation. */
  seen: Required<Pick<Seen, 'evidence' | 'observation'>> & { reproduce: string };
}

export const envWatches = (
  { service, namespace }: EnvSpec,
  { namespace: own }: Pick<StepContext, 'namespace'>,
): ObjectQuery[] => [
  { apiVersion: 'v1', kind: 'Pod', namespace: own },
  { apiVersion: 'v1', kind: 'Service', namespace: namespace ?? own, fieldSelector: `metadata.name=${service}` },
];

/** Rejects with `Unmet` if there is no such Service or pod, with `Unobservable` if the environment cannot be read. */
export const lookIntoPod = async (
  { service: name, namespace, from }: EnvSpec,
  context: StepContext,
): Promise<EnvLook> => {
  const { cluster, signal } = context;
  const service = await readService(context, name, namespace ?? context.namespace);
  const vantage = await context.vantage(from);
  const pod = await podOf(vantage, context);
  const environment = await readEnvironment(context, vantage);
  const query = { apiVersion: 'v1', kind: 'Service', namespace: pod.metadata.namespace ?? context.namespace };
  return {
    service,
    pod,
    neighbours: (await cluster.api.list(query, signal)).items,
    environment,
    seen: {
      evidence: [{ title: `variables ${variablePrefix(service)}…`, text: listVariables(environment, service) }],
      reproduce: reproduceLine(vantage, ['env']),
      observation: { pod: pod.metadata.name, containerStarted: startOf(pod), serviceCreated: birthOf(service) },
    },
  };
};

const podOf = async (vantage: Vantage, { cluster, signal }: StepContext): Promise<KubernetesObject> => {
  if (vantage.place !== 'pod')
    throw new Unobservable('spec-invalid', 'Only containers have variables for Services: `from` must be a pod.');
  const reference = { apiVersion: 'v1', kind: 'Pod', name: vantage.pod, namespace: vantage.namespace };
  const pod = await cluster.api.get(reference, signal);
  if (!pod) throw new Unmet('pods-gone', `Pod ${vantage.pod} was deleted while its environment was read.`);
  return pod;
};

const longestList = 8_000;

/** Lists the variables of the Service only: other variables may be secret. */
const listVariables = (environment: ReadonlyMap<string, string>, service: KubernetesObject): string =>
  [...environment]
    .filter(([name]) => name.startsWith(variablePrefix(service)))
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('\n')
    .slice(0, longestList) || 'none';
