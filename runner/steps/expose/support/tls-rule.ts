import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { type JsonObject, objectsAt, textAt, valueAt } from '../../../core/json.ts';
import { matchesHost } from '../../../diagnosis/explain-ingress.ts';
import { Unmet, Unobservable } from '../../finding.ts';
import { findObjects, notFound, select } from '../../kubernetes/selection.ts';
import type { StepContext } from '../../step.ts';

/** The keys that select a TLS host: `ingress`, `host`, or both. */
export interface TlsRuleQuery {
  ingress?: string;
  host?: string;
  secret?: string;
  backend: string;
}

/** The TLS settings of an Ingress for a host. */
export interface TlsRule {
  ingresses: KubernetesObject[];
  host: string;
  secret: string;
  /** The number or name of the backend's port. Undefined if no rule for the host has this backend. */
  port: number | string | undefined;
}

/**
 * The entry in spec.tls for a host, and the backend's port in its rules. Rejects with `Unmet` not-found if there is no
 * such Ingress, and fields-mismatch if its entry is missing or has another Secret.
 * https://kubernetes.io/docs/concepts/services-networking/ingress/#tls
 */
export const readTlsRule = async (query: TlsRuleQuery, context: StepContext): Promise<TlsRule> => {
  const ingresses = await findIngresses(query.ingress, context);
  const host = query.host ?? firstHost(ingresses);
  const entries = ingresses.flatMap((ingress) =>
    objectsAt(ingress, 'spec', 'tls').map((entry) => ({ title: ingress.metadata.name, entry })),
  );
  const found = entries.find(({ entry }) => hostsOf(entry).some((each) => matchesHost(each, host)));
  if (!found) {
    const known = entries.flatMap(({ entry }) => hostsOf(entry)).join(', ');
    throw new Unmet(
      'fields-mismatch',
      `No Ingress has an entry in spec.tls for host ${host}${known ? `; the entries are for ${known}` : ''}.`,
      'Add an entry with hosts and secretName.',
    );
  }
  const secret = textAt(found.entry, 'secretName');
  if (!secret)
    throw new Unmet('fields-mismatch', `Ingress ${found.title} has no secretName in spec.tls for host ${host}.`);
  if (query.secret !== undefined && query.secret !== secret)
    throw new Unmet(
      'fields-mismatch',
      `Ingress ${found.title} has Secret ${secret} for host ${host}, not ${query.secret}.`,
    );
  return { ingresses, host, secret, port: portsTo(query.backend, ingresses, host)[0] };
};

const findIngresses = async (name: string | undefined, context: StepContext): Promise<KubernetesObject[]> => {
  const selected = select({ kind: 'Ingress', ...(name !== undefined && { name }) }, context.namespace);
  const found = await findObjects(selected, context);
  if (found.length > 0) return found;
  throw name === undefined
    ? new Unmet('not-found', `There is no Ingress in namespace ${context.namespace}.`)
    : await notFound(selected, context);
};

/** The hosts of an entry. An entry without hosts applies to all. */
const hostsOf = (entry: JsonObject): string[] => {
  const hosts = valueAt(entry, ['hosts']);
  return Array.isArray(hosts) && hosts.length > 0 ? hosts.map(String) : [''];
};

const firstHost = (ingresses: readonly KubernetesObject[]): string => {
  const hosts = ingresses.flatMap((ingress) => [
    ...objectsAt(ingress, 'spec', 'tls').flatMap(hostsOf),
    ...objectsAt(ingress, 'spec', 'rules').map((rule) => textAt(rule, 'host') ?? ''),
  ]);
  const host = hosts.find((each) => each !== '' && !each.includes('*'));
  if (host !== undefined) return host;
  throw new Unobservable('spec-invalid', 'The Ingress has no host for the request.', 'Give one as host.');
};

const portsTo = (service: string, ingresses: readonly KubernetesObject[], host: string): (number | string)[] => {
  const rules = ingresses.flatMap((ingress) => objectsAt(ingress, 'spec', 'rules'));
  const backends = [
    ...rules
      .filter((rule) => matchesHost(textAt(rule, 'host') ?? '', host))
      .flatMap((rule) => objectsAt(rule, 'http', 'paths'))
      .map((path) => valueAt(path, ['backend', 'service'])),
    ...ingresses.map((ingress) => valueAt(ingress, ['spec', 'defaultBackend', 'service'])),
  ];
  return backends
    .filter((each) => valueAt(each, ['name']) === service)
    .map((each) => valueAt(each, ['port', 'number']) ?? valueAt(each, ['port', 'name']))
    .filter((port) => typeof port === 'number' || typeof port === 'string');
};
