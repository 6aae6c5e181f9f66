import { isIP } from 'node:net';
import { numberAt, objectsAt, textAt, textsAt } from '../../core/json.ts';
import { conditionsOf, slicesOf } from '../network/endpoints.ts';
import { clusterIPsOf } from '../network/service-port.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Unstructured } from '../objects/metadata.ts';

/** An answer of CoreDNS' kubernetes plugin to a name: an address or a target, under the name that it belongs to. */
export interface Entry {
  host: string;
  /** -1: the endpoint has no port, so there is no SRV record. */
  port: number;
  /** Labels before the zone, such as kubia.default.svc. */
  owner: string;
}

/** Undefined: the name does not exist. Empty: it exists and has no records of its own. */
export type Found = Entry[] | undefined;

const same = (asked: string | undefined, name: string): boolean =>
  asked === undefined || asked.toLowerCase() === name.toLowerCase();

const stripUnderscore = (label: string): string => (label.startsWith('_') ? label.slice(1) : label);

/** The entries of a name given by its labels before the zone (CoreDNS plugin/kubernetes: parseRequest and Records). */
export const entriesOf = (clusterState: ClusterState, labels: readonly string[]): Found => {
  const [kind, namespace, name, ...rest] = labels.toReversed();
  if (kind === undefined) return [];
  if (kind !== 'svc' && kind !== 'pod') return undefined;
  if (namespace === undefined) return [];
  if (rest.length > 2 || !clusterState.get('Namespace', undefined, namespace)) return undefined;
  if (name === undefined) return [];
  if (kind === 'pod') return podEntry(namespace, name);
  const [first, second] = rest;
  if (second !== undefined && first !== undefined)
    return serviceEntries(clusterState, namespace, name, {
      port: stripUnderscore(second),
      protocol: stripUnderscore(first),
    });
  return serviceEntries(clusterState, namespace, name, { endpoint: first });
};

/** `pods insecure`, as kubeadm sets it: any dashed address is a pod's, whether there is one or not. */
const podEntry = (namespace: string, name: string): Found => {
  const dashed = (name.match(/-/g) ?? []).length === 3 && !name.includes('--');
  const host = name.replaceAll('-', dashed ? '.' : ':');
  if (isIP(host) === 0) return undefined;
  return [{ host, port: 0, owner: `${name}.${namespace}.pod` }];
};

interface Question {
  endpoint?: string | undefined;
  port?: string;
  protocol?: string;
}

const serviceEntries = (clusterState: ClusterState, namespace: string, name: string, question: Question): Found => {
  const service = clusterState.get('Service', namespace, name);
  if (!service) return undefined;
  const found = entriesOfService(clusterState, service, question);
  return found.length > 0 ? found : undefined;
};

const entriesOfService = (clusterState: ClusterState, service: Unstructured, question: Question): Entry[] => {
  const { name, namespace = '' } = service.metadata;
  const owner = `${name}.${namespace}.svc`;
  if (textAt(service, 'spec', 'type') === 'ExternalName') {
    const target = textAt(service, 'spec', 'externalName') ?? '';
    const isPlain = question.endpoint === undefined && question.port === undefined;
    return isPlain && target && isIP(target) === 0 ? [{ host: target, port: 0, owner }] : [];
  }
  if (isHeadless(service) || question.endpoint !== undefined)
    return endpointEntries(clusterState, service, question, owner);
  return objectsAt(service, 'spec', 'ports')
    .filter((port) => same(question.port, textAt(port, 'name') ?? '') && same(question.protocol, protocolOf(port)))
    .flatMap((port) => clusterIPsOf(service).map((host) => ({ host, port: numberAt(port, 'port') ?? 0, owner })));
};

export const isHeadless = (service: Unstructured): boolean => textAt(service, 'spec', 'clusterIP') === 'None';

const protocolOf = (port: Parameters<typeof textAt>[0]): string => textAt(port, 'protocol') ?? 'TCP';

const endpointEntries = (
  clusterState: ClusterState,
  service: Unstructured,
  question: Question,
  owner: string,
): Entry[] =>
  readyEndpoints(clusterState, service.metadata.namespace ?? '', service.metadata.name)
    .filter(({ hostname }) => same(question.endpoint, hostname))
    .flatMap(({ ip, hostname, ports }) =>
      ports
        .filter((port) => same(question.port, port.name) && same(question.protocol, port.protocol))
        .map((port) => ({ host: ip, port: port.number, owner: `${hostname}.${owner}` })),
    );

/** The ready addresses of a Service with the name that each has below the Service's own. */
export const readyEndpoints = (clusterState: ClusterState, namespace: string, service: string) =>
  slicesOf(clusterState, namespace, service).flatMap((slice) => {
    const ports = objectsAt(slice, 'ports').map((port) => ({
      name: textAt(port, 'name') ?? '',
      protocol: protocolOf(port),
      number: numberAt(port, 'port') ?? -1,
    }));
    const known = ports.length > 0 ? ports : [{ name: '', protocol: '', number: -1 }];
    return objectsAt(slice, 'endpoints')
      .filter((each) => conditionsOf(each).ready)
      .flatMap((each) =>
        textsAt(each, 'addresses').map((ip) => ({
          ip,
          hostname: textAt(each, 'hostname') || ip.replace(/[.:]/g, '-'),
          ports: known,
        })),
      );
  });
