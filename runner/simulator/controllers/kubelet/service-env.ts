import type { Store } from '../../api/store.ts';
import type { Service } from '../../objects/services.ts';

const upper = (name: string): string => name.toUpperCase().replaceAll('-', '_');

const known = new WeakMap<Service, Readonly<Record<string, string>>>();

/** The variables of one Service, in Docker's old link form too: pkg/kubelet/envvars. All containers share them. */
export const serviceVariables = (service: Service): Readonly<Record<string, string>> => {
  const variables = known.get(service) ?? variablesOf(service);
  known.set(service, variables);
  return variables;
};

const variablesOf = ({ metadata, spec }: Service): Record<string, string> => {
  const ip = spec.clusterIP ?? '';
  const ports = spec.ports ?? [];
  const [first] = ports;
  if (!ip || ip === 'None' || !first) return {};
  const prefix = upper(metadata.name);
  const host = ip.includes(':') ? `[${ip}]` : ip;
  const variables: Record<string, string> = {
    [`${prefix}_SERVICE_HOST`]: ip,
    [`${prefix}_SERVICE_PORT`]: String(first.port),
    [`${prefix}_PORT`]: `${first.protocol.toLowerCase()}://${host}:${first.port}`,
  };
  for (const { name, port, protocol } of ports) {
    if (name) variables[`${prefix}_SERVICE_PORT_${upper(name)}`] = String(port);
    const link = `${prefix}_PORT_${port}_${protocol}`;
    variables[link] = `${protocol.toLowerCase()}://${host}:${port}`;
    variables[`${link}_PROTO`] = protocol.toLowerCase();
    variables[`${link}_PORT`] = String(port);
    variables[`${link}_ADDR`] = ip;
  }
  return variables;
};

/**
 * The Services of the pod's own namespace as they are now, and default/kubernetes; without links only the latter. The list
 * is the store's own, so all callers of one moment share it.
 */
export const servicesFor = (store: Store, namespace: string, links: boolean): (() => Service[]) => {
  const master = store.get('Service', 'default', 'kubernetes');
  const own = links ? store.list('Service', namespace) : [];
  return () => (master ? [master, ...own] : [...own]);
};
