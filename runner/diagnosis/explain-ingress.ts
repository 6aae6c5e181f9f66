import type { KubernetesObject } from '../cluster/cluster.ts';
import { objectsAt, textAt } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import type { ProbeContext } from '../probe/exec.ts';
import { explainService } from './chain.ts';

export interface IngressRequest {
  host?: string;
  path: string;
  backend?: string;
}

/** Why an ingress controller did not route a request as expected, as far as the objects of the namespace show it. */
export const explainIngress = async (
  context: ProbeContext,
  { host, backend }: IngressRequest,
  status: number | undefined,
): Promise<{ message: string; hint?: string } | undefined> => {
  const { cluster, namespace, signal } = context;
  const query = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace };
  const ingresses = (await cluster.api.list(query, signal)).items;
  if (ingresses.length === 0) return { message: `There is no Ingress in namespace ${namespace}.` };
  const link = backend === undefined ? undefined : await explainService(context, backend);
  if (status !== undefined && status >= 500 && link) return link;
  if (backend === undefined) return undefined;
  return (
    foreignClass(ingresses, cluster.ingress?.className) ??
    unknownHost(ingresses, host) ??
    unnamedBackend(ingresses, backend) ??
    link
  );
};

/** The fault that no Ingress has the class that the controller serves. */
export const foreignClass = (ingresses: readonly KubernetesObject[], served: string | undefined) => {
  const classes = ingresses.flatMap((ingress) => textAt(ingress, 'spec', 'ingressClassName') || []);
  const foreign = classes.find((name) => name !== served);
  if (served === undefined || foreign === undefined || classes.includes(served)) return undefined;
  return {
    message: `The Ingress has class ${foreign}, but the controller serves class ${served}.`,
    hint: `Set spec.ingressClassName: ${served}, or omit it.`,
  };
};

/** Whether the host of a rule or a tls entry matches a host. The `*` of `*.foo.com` stands for exactly one label. */
export const matchesHost = (rule: string, host: string): boolean =>
  rule === '' || rule === host || (rule.startsWith('*.') && host.slice(host.indexOf('.')) === rule.slice(1));

const rulesOf = (ingresses: readonly KubernetesObject[]) =>
  ingresses.flatMap((ingress) => objectsAt(ingress, 'spec', 'rules'));

const unknownHost = (ingresses: readonly KubernetesObject[], host: string | undefined) => {
  const hosts = rulesOf(ingresses).map((rule) => textAt(rule, 'host') ?? '');
  if (host === undefined || hosts.length === 0 || hosts.some((rule) => matchesHost(rule, host))) return undefined;
  const meant = nearest(host, hosts);
  return {
    message: `No Ingress has a rule for host ${host}; ${meant ? `did you mean ${meant}?` : `the rules are for ${hosts.join(', ')}.`}`,
  };
};

const unnamedBackend = (ingresses: readonly KubernetesObject[], service: string) => {
  const named = [
    ...ingresses.map((ingress) => textAt(ingress, 'spec', 'defaultBackend', 'service', 'name')),
    ...rulesOf(ingresses)
      .flatMap((rule) => objectsAt(rule, 'http', 'paths'))
      .map((path) => textAt(path, 'backend', 'service', 'name')),
  ].filter(Boolean);
  if (named.includes(service)) return undefined;
  return {
    message: `No Ingress has a rule for Service ${service}; the rules are for ${[...new Set(named)].join(', ') || 'none'}.`,
  };
};
