import type { KubernetesObject } from '../cluster/cluster.ts';
import type { JsonObject } from '../core/json.ts';
import { objectsAt, textAt } from '../core/json.ts';
import { Unmet } from '../core/rejection.ts';

/** A port of a Service, by its number or its name. */
export interface PortQuery {
  port?: number | string | undefined;
  /** By default any. A Service may have the same number for TCP and for UDP. */
  protocol?: string;
}

const portsOf = (service: KubernetesObject): JsonObject[] => objectsAt(service, 'spec', 'ports');

/** A port without a protocol is a TCP port. */
export const protocolOf = (port: JsonObject): string => textAt(port, 'protocol') || 'TCP';

/** The first port that fits the query. Throws `Unmet` not-found if the Service has none. */
export const servicePort = (service: KubernetesObject, { port, protocol }: PortQuery): JsonObject => {
  const found = portsOf(service)
    .filter((each) => protocol === undefined || protocolOf(each) === protocol)
    .find((each) => port === undefined || each['port'] === port || each['name'] === port);
  if (found) return found;
  const wanted = [protocol, 'port', port].filter((each) => each !== undefined).join(' ');
  throw new Unmet('not-found', `Service ${service.metadata.name} has no ${wanted}; it has ${portList(service)}.`);
};

/** "80/TCP (http), 53/UDP": the ports of a Service in a sentence. */
export const portList = (service: KubernetesObject): string => {
  const texts = portsOf(service).map((port) => {
    const name = textAt(port, 'name');
    return `${port['port']}/${protocolOf(port)}${name ? ` (${name})` : ''}`;
  });
  return texts.join(', ') || 'none';
};

/** The node port of a Service's port, by number or name. By default, of the first port that has a node port. */
export const nodePortOf = (service: KubernetesObject, wanted?: number | string): number | undefined => {
  const port = portsOf(service).find((each) =>
    wanted === undefined ? each['nodePort'] : each['port'] === wanted || each['name'] === wanted,
  );
  return typeof port?.['nodePort'] === 'number' ? port['nodePort'] : undefined;
};
