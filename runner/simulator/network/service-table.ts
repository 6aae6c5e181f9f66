import { numberAt, objectsAt, textAt, textsAt } from '../../core/json.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Unstructured } from '../objects/metadata.ts';
import type { Protocol } from '../objects/sockets.ts';
import { serviceNameLabel } from './endpoints.ts';
import { clusterIPsOf, isProxied, type ServicePort, servicePortsOf } from './service-port.ts';

/** How a packet's destination names a Service. */
export interface Frontend {
  service: ServicePort;
  by: 'cluster-ip' | 'external-ip' | 'load-balancer' | 'load-balancer-proxy';
}

/** What kube-proxy has programmed, the same on every node. */
export interface ServiceTable {
  find(ip: string, port: number, protocol: Protocol): Frontend | undefined;
  nodePort(port: number, protocol: Protocol): ServicePort | undefined;
  /** Whether a proxied Service has this address as its clusterIP, on whatever port. */
  isClusterIP(ip: string): boolean;
  /** Whether it is the address of a load balancer whose packets arrive at a node unchanged (ipMode VIP). */
  isBalancer(ip: string): boolean;
  /** The Service whose healthCheckNodePort this is. */
  healthCheck(port: number): Unstructured | undefined;
}

type Key = string | number;

/** Objects by something that they have, by their UID: a change of one keeps its place among the others. */
const createShelves = <At extends Key>() => {
  const shelves = new Map<At, Map<string, Unstructured>>();
  return {
    at: (key: At): Unstructured[] => [...(shelves.get(key)?.values() ?? [])],
    has: (key: At): boolean => shelves.has(key),
    replace: (
      before: Unstructured | undefined,
      now: Unstructured | undefined,
      keysOf: (object: Unstructured) => Iterable<At>,
    ): void => {
      const kept = new Set(now ? keysOf(now) : []);
      for (const key of before ? keysOf(before) : []) {
        if (kept.has(key) && before?.metadata.uid === now?.metadata.uid) continue;
        shelves.get(key)?.delete(before?.metadata.uid ?? '');
        if (shelves.get(key)?.size === 0) shelves.delete(key);
      }
      if (now) for (const key of kept) shelves.set(key, (shelves.get(key) ?? new Map()).set(now.metadata.uid, now));
    },
  };
};

const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;

/** The Service that a slice belongs to. */
const ownerOf = (slice: Unstructured): string =>
  keyOf(slice.metadata.namespace, textAt(slice, 'metadata', 'labels', serviceNameLabel) ?? '');

/**
 * Follows the objects: a change costs the same however many there are. The endpoints of a Service are read when it is first
 * connected to after a change.
 */
export const serviceTable = (clusterState: ClusterState): ServiceTable => {
  const byAddress = createShelves<string>();
  const byNodePort = createShelves<number>();
  const byClusterIP = createShelves<string>();
  const byBalancer = createShelves<string>();
  const byHealthCheck = createShelves<number>();
  const slices = createShelves<string>();
  const programmed = new Map<string, ServicePort[]>();
  const frontends = new Map<string, Frontend | undefined>();

  const forget = (key: string): void => {
    programmed.delete(key);
    frontends.clear();
  };

  clusterState.follow('Service', (now, before) => {
    const [is, was] = [now, before].map((each) => (each && isProxied(each) ? each : undefined));
    byAddress.replace(was, is, addressesOf);
    byNodePort.replace(was, is, nodePortsOf);
    byClusterIP.replace(was, is, clusterIPsOf);
    byBalancer.replace(was, is, balancersOf);
    byHealthCheck.replace(was, is, healthChecksOf);
    const { namespace, name = '' } = (now ?? before)?.metadata ?? {};
    forget(keyOf(namespace, name));
  });
  clusterState.follow('EndpointSlice', (now, before) => {
    slices.replace(before, now, (slice) => [ownerOf(slice)]);
    for (const each of [now, before]) if (each) forget(ownerOf(each));
  });

  const portsOf = (service: Unstructured): ServicePort[] => {
    const key = keyOf(service.metadata.namespace, service.metadata.name);
    const known = programmed.get(key) ?? servicePortsOf(service, slices.at(key));
    programmed.set(key, known);
    return known;
  };
  const frontendAt = (ip: string, port: number, protocol: Protocol): Frontend | undefined =>
    byAddress
      .at(ip)
      .flatMap(portsOf)
      .map((each) => frontendOf(each, ip, port, protocol))
      .find((each) => each);
  return {
    find(ip, port, protocol) {
      if (!byAddress.has(ip)) return undefined;
      const key = `${ip}:${port}/${protocol}`;
      if (!frontends.has(key)) frontends.set(key, frontendAt(ip, port, protocol));
      return frontends.get(key);
    },
    nodePort: (port, protocol) =>
      byNodePort
        .at(port)
        .flatMap(portsOf)
        .find((each) => each.nodePort === port && each.protocol === protocol),
    isClusterIP: (ip) => byClusterIP.has(ip),
    isBalancer: (ip) => byBalancer.has(ip),
    healthCheck: (port) => byHealthCheck.at(port).at(-1),
  };
};

const healthChecksOf = (service: Unstructured): number[] =>
  [numberAt(service, 'spec', 'healthCheckNodePort') || []].flat();

const balancersOf = (service: Unstructured): string[] =>
  objectsAt(service, 'status', 'loadBalancer', 'ingress').flatMap((each) =>
    textAt(each, 'ipMode') === 'Proxy' ? [] : (textAt(each, 'ip') ?? []),
  );

const addressesOf = (service: Unstructured): Set<string> =>
  new Set([
    ...clusterIPsOf(service),
    ...textsAt(service, 'spec', 'externalIPs'),
    ...objectsAt(service, 'status', 'loadBalancer', 'ingress').flatMap((each) => textAt(each, 'ip') ?? []),
  ]);

const nodePortsOf = (service: Unstructured): Set<number> =>
  new Set(objectsAt(service, 'spec', 'ports').flatMap((each) => numberAt(each, 'nodePort') || []));

const frontendOf = (service: ServicePort, ip: string, port: number, protocol: Protocol): Frontend | undefined => {
  if (service.port !== port || service.protocol !== protocol) return undefined;
  if (service.clusterIPs.includes(ip)) return { service, by: 'cluster-ip' };
  if (service.externalIPs.includes(ip)) return { service, by: 'external-ip' };
  const balancer = service.loadBalancers.find((each) => each.ip === ip);
  if (!balancer) return undefined;
  return { service, by: balancer.mode === 'VIP' ? 'load-balancer' : 'load-balancer-proxy' };
};
