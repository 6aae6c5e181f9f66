import type { ExternalHost, KubernetesObject } from '../../cluster/cluster.ts';
import { type JsonObject, objectsAt, textAt, valueAt } from '../../core/json.ts';
import { nearest } from '../../core/nearest.ts';
import { Unmet } from '../../core/rejection.ts';
import { firstOf } from '../../core/words.ts';
import type { ProbeContext } from '../exec.ts';
import { servicePort } from '../service-port.ts';
import { podHostname } from './pod-hostname.ts';

/** One endpoint behind a Service. */
export interface Backend {
  /** The name of the pod, otherwise of a known host or pod with that address, otherwise the address. */
  name: string;
  /** The hostname that its answers contain. */
  hostname: string;
  address: string;
  /** The target ports in the slices. */
  ports: number[];
  /** Set when the endpoint is a pod. */
  pod?: string;
  node?: string;
  /**
   * The pod is being deleted but still passes its readiness probe: it serves if no other endpoint is ready (KEP-1669).
   */
  draining: boolean;
}

export interface BackendQuery {
  service: string;
  /** Default: the scenario's namespace. */
  namespace?: string;
  /** The number or name of one of the Service's ports. Default: all ports. */
  port?: number | string;
}

export interface ServiceBackends {
  service: KubernetesObject;
  ready: Backend[];
  notReady: Backend[];
}

/**
 * The current endpoints of a Service, sorted by name. They are read from the EndpointSlices with its name as a label,
 * like kube-proxy does. Rejects with `Unmet` not-found if there is no such Service or it has no such port.
 * https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
 */
export const readBackends = async (context: ProbeContext, query: BackendQuery): Promise<ServiceBackends> => {
  const namespace = query.namespace ?? context.namespace;
  const service = await readService(context, query.service, namespace);
  // A port of a slice has the name of the Service's port, which is empty if that has none.
  const portName = query.port === undefined ? undefined : textAt(servicePort(service, query), 'name');
  const [slices, pods] = await Promise.all([
    listSlices(context, query.service, namespace),
    context.cluster.api.list({ apiVersion: 'v1', kind: 'Pod', namespace }, context.signal),
  ]);
  const podsByName = new Map(pods.items.map((pod) => [pod.metadata.name, pod]));
  const hosts = namesByAddress(context.cluster.externalHosts, pods.items);
  const found = new Map<string, { backend: Backend; ready: boolean }>();
  for (const slice of slices.filter((each) => isOfPrimaryFamily(each, service))) {
    const ports = portsOf(slice, portName);
    if (portName !== undefined && ports.length === 0) continue;
    for (const endpoint of objectsAt(slice, 'endpoints')) {
      const address = valueAt(endpoint, ['addresses', 0]);
      if (typeof address !== 'string') continue;
      const old = found.get(address);
      const backend = backendOf(endpoint, address, podsByName, hosts);
      const allPorts = [...new Set([...(old?.backend.ports ?? []), ...ports])];
      found.set(address, {
        backend: { ...backend, ports: allPorts },
        ready: (old?.ready ?? false) || isReady(endpoint),
      });
    }
  }
  const sorted = [...found.values()].sort((a, b) => (a.backend.name < b.backend.name ? -1 : 1));
  return {
    service,
    ready: sorted.filter(({ ready }) => ready).map(({ backend }) => backend),
    notReady: sorted.filter(({ ready }) => !ready).map(({ backend }) => backend),
  };
};

type Named = Pick<Backend, 'name' | 'hostname'>;

/** The names of hosts and pods by address, for manual endpoints without a targetRef. */
const namesByAddress = (
  hosts: readonly ExternalHost[],
  pods: readonly KubernetesObject[],
): ReadonlyMap<string, Named> =>
  new Map([
    ...hosts.map(({ ip, name }): [string, Named] => [ip, { name, hostname: name }]),
    ...pods.map((pod): [string, Named] => [
      textAt(pod, 'status', 'podIP') ?? '',
      { name: pod.metadata.name, hostname: podHostname(pod.metadata.name, pod) },
    ]),
  ]);

/** Whether two lists have the same endpoints. A pod that was replaced has another address or name. */
export const sameBackends = (a: readonly Backend[], b: readonly Backend[]): boolean =>
  JSON.stringify(identities(a)) === JSON.stringify(identities(b));

const identities = (backends: readonly Backend[]): string[] =>
  backends.map(({ name, address, ports }) => `${name} ${address} ${[...ports].sort().join(',')}`).sort();

/** Rejects with `Unmet` not-found and a suggestion if there is no such Service. */
export const readService = async (
  { cluster: { api }, signal }: ProbeContext,
  name: string,
  namespace: string,
): Promise<KubernetesObject> => {
  const service = await api.get({ apiVersion: 'v1', kind: 'Service', name, namespace }, signal);
  if (service) return service;
  const { items } = await api.list({ apiVersion: 'v1', kind: 'Service', namespace }, signal);
  const names = items.map((each) => each.metadata.name).sort();
  const near = nearest(name, names);
  throw new Unmet(
    'not-found',
    `There is no Service ${name} in namespace ${namespace}${near ? `; did you mean ${near}?` : '.'}`,
    names.length > 0 ? `The namespace has the Services ${firstOf(names, 10)}.` : 'The namespace has no Service.',
  );
};

/** All EndpointSlices of a Service, which have its name as a label. */
export const listSlices = async (
  { cluster: { api }, signal }: Pick<ProbeContext, 'cluster' | 'signal'>,
  service: string,
  namespace: string,
): Promise<KubernetesObject[]> => {
  const labelSelector = `kubernetes.io/service-name=${service}`;
  const query = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace, labelSelector };
  return (await api.list(query, signal)).items;
};

/** The slices of the Service's first IP family. The slices of the other family have the same pods again. */
const isOfPrimaryFamily = (slice: KubernetesObject, service: KubernetesObject): boolean => {
  const family = valueAt(service, ['spec', 'ipFamilies', 0]);
  return family === undefined || slice['addressType'] === undefined || slice['addressType'] === family;
};

const portsOf = (slice: KubernetesObject, name: string | undefined): number[] =>
  objectsAt(slice, 'ports')
    .filter((port) => name === undefined || (port['name'] ?? '') === name)
    .map((port) => port['port'])
    .filter((port) => typeof port === 'number');

/** An absent condition means: ready is true, serving is ready, terminating is false (discovery/v1). */
export const isReady = (endpoint: JsonObject): boolean => valueAt(endpoint, ['conditions', 'ready']) !== false;

const isDraining = (endpoint: JsonObject): boolean =>
  valueAt(endpoint, ['conditions', 'terminating']) === true &&
  (valueAt(endpoint, ['conditions', 'serving']) ?? isReady(endpoint)) === true;

const backendOf = (
  endpoint: JsonObject,
  address: string,
  pods: ReadonlyMap<string, KubernetesObject>,
  hosts: ReadonlyMap<string, Named>,
): Omit<Backend, 'ports'> => {
  const podName = valueAt(endpoint, ['targetRef', 'kind']) === 'Pod' ? valueAt(endpoint, ['targetRef', 'name']) : '';
  const node = endpoint['nodeName'];
  const draining = isDraining(endpoint);
  if (typeof podName !== 'string' || podName === '') {
    const { name, hostname } = hosts.get(address) ?? { name: address, hostname: address };
    return { name, hostname, address, draining };
  }
  return {
    name: podName,
    hostname: podHostname(podName, pods.get(podName)),
    address,
    pod: podName,
    ...(typeof node === 'string' && { node }),
    draining,
  };
};
