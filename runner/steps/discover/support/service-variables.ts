import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { objectsAt, textAt } from '../../../core/json.ts';
import { hostText } from '../../../probe/http/request.ts';
import { protocolOf } from '../../../probe/service-port.ts';

/** backend-database → BACKEND_DATABASE, for the names of Services and ports. */
const upper = (name: string): string => name.toUpperCase().replaceAll('-', '_');

/** The common prefix of all variables of a Service. */
export const variablePrefix = ({ metadata }: KubernetesObject): string => `${upper(metadata.name)}_`;

/**
 * The environment variables that the kubelet creates for a Service, including those in the format of Docker links. A
 * Service without a cluster IP has none.
 * https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables and
 * kubernetes/pkg/kubelet/envvars/envvars.go.
 */
export const serviceVariables = (service: KubernetesObject): Record<string, string> => {
  const address = textAt(service, 'spec', 'clusterIP');
  return !address || address === 'None' ? {} : variablesAt(service, address);
};

/** The names that a Service's variables have or would have, whether it has a cluster IP or not. */
export const variableNames = (service: KubernetesObject): string[] =>
  objectsAt(service, 'spec', 'ports').length > 0
    ? Object.keys(variablesAt(service, ''))
    : ['SERVICE_HOST', 'SERVICE_PORT', 'PORT'].map((rest) => `${variablePrefix(service)}${rest}`);

const variablesAt = (service: KubernetesObject, address: string): Record<string, string> => {
  const prefix = variablePrefix(service);
  const variables: Record<string, string> = { [`${prefix}SERVICE_HOST`]: address };
  for (const [index, { number, protocol, name }] of portsOf(service).entries()) {
    const [link, scheme] = [`${prefix}PORT_${number}_${protocol}`, protocol.toLowerCase()];
    const url = `${scheme}://${hostText(address)}:${number}`;
    // SERVICE_PORT and PORT have the first port, for programs that expect a single one.
    if (index === 0) Object.assign(variables, { [`${prefix}SERVICE_PORT`]: number, [`${prefix}PORT`]: url });
    if (name !== '') variables[`${prefix}SERVICE_PORT_${upper(name)}`] = number;
    Object.assign(variables, {
      [link]: url,
      [`${link}_PROTO`]: scheme,
      [`${link}_PORT`]: number,
      [`${link}_ADDR`]: address,
    });
  }
  return variables;
};

const portsOf = (service: KubernetesObject) =>
  objectsAt(service, 'spec', 'ports').map((port) => ({
    number: String(port['port']),
    protocol: protocolOf(port).toUpperCase(),
    name: textAt(port, 'name') ?? '',
  }));
