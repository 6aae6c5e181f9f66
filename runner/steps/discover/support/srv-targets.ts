import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { type JsonObject, objectsAt, textAt, valueAt } from '../../../core/json.ts';
import { isReady } from '../../../probe/identity/backends.ts';
import { portList, protocolOf } from '../../../probe/service-port.ts';
import { Unmet } from '../../finding.ts';

/** The port in an SRV name. */
export interface SrvPort {
  /** The name of one of the Service's ports. */
  port: string;
  protocol: 'TCP' | 'UDP' | 'SCTP';
}

/** `_http._tcp`, the prefix of an SRV name (RFC 2782). */
export const srvLabels = ({ port, protocol }: SrvPort): string => `_${port}._${protocol.toLowerCase()}`;

/**
 * Computes the SRV records of a Service's port as TARGET:PORT, once its full name is known. With a cluster IP there is
 * one record, with the Service's own port. A headless Service has one for each ready endpoint, with the target port
 * (https://github.com/kubernetes/dns/blob/master/docs/specification.md, 2.3.2 and 2.4.2). Throws `Unmet` for a port
 * that cannot have records.
 */
export const srvTargets = (
  service: KubernetesObject,
  slices: readonly KubernetesObject[],
  wanted: SrvPort,
): ((fullName: string) => string[]) => {
  const port = portOf(service, wanted);
  if (textAt(service, 'spec', 'clusterIP') !== 'None') return (fullName) => [`${fullName}:${port['port']}`];
  const endpoints = slices.flatMap((slice) =>
    objectsAt(slice, 'ports')
      .filter((each) => each['name'] === wanted.port && protocolOf(each) === wanted.protocol)
      .flatMap((each) => namesIn(slice).map((name) => ({ name, port: each['port'] }))),
  );
  return (fullName) => [...new Set(endpoints.map((each) => `${each.name}.${fullName}:${each.port}`))].sort();
};

/** The names of the ready endpoints: the hostname, otherwise the address with dashes. */
const namesIn = (slice: KubernetesObject): string[] =>
  objectsAt(slice, 'endpoints')
    .filter(isReady)
    .flatMap((endpoint) => {
      const addresses = valueAt(endpoint, ['addresses']);
      const hostname = textAt(endpoint, 'hostname');
      return (Array.isArray(addresses) ? addresses : []).map(
        (address) => hostname || String(address).replaceAll(/[.:]/g, '-'),
      );
    });

const portOf = (service: KubernetesObject, { port: name, protocol }: SrvPort): JsonObject => {
  const { name: title } = service.metadata;
  if (textAt(service, 'spec', 'type') === 'ExternalName')
    throw new Unmet('fields-mismatch', `Service ${title} is of type ExternalName, and an alias has no SRV records.`);
  const ports = objectsAt(service, 'spec', 'ports');
  const named = ports.filter((each) => each['name'] === name);
  const found = named.find((each) => protocolOf(each) === protocol);
  if (found) return found;
  if (named[0])
    throw new Unmet('not-found', `Port ${name} of Service ${title} is ${protocolOf(named[0])}, not ${protocol}.`);
  throw new Unmet(
    'not-found',
    `Service ${title} has no port named ${name}; it has ${portList(service)}.`,
    'Only named ports have SRV records.',
  );
};
