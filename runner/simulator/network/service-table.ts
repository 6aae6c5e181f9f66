import type { Protocol, StoredObject, World } from '../world.ts';
import { numberAt, objectsAt, textAt, textsAt } from './fields.ts';
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
  /** The Service whose healthCheckNodePort this is. */
  healthCheck(port: number): StoredObject | undefined;
}

/** Built anew when objects have changed; the endpoints of a Service are read when it is first connected to. */
export const serviceTable = (world: World): ServiceTable => {
  const byAddress = new Map<string, StoredObject[]>();
  const byNodePort = new Map<number, StoredObject[]>();
  const clusterIPs = new Set<string>();
  const healthChecks = new Map<number, StoredObject>();
  for (const service of world.list('Service').filter(isProxied)) {
    for (const ip of clusterIPsOf(service)) clusterIPs.add(ip);
    for (const ip of addressesOf(service)) append(byAddress, ip, service);
    for (const port of nodePortsOf(service)) append(byNodePort, port, service);
    const check = numberAt(service, 'spec', 'healthCheckNodePort');
    if (check) healthChecks.set(check, service);
  }
  const programmed = new Map<StoredObject, ServicePort[]>();
  const portsOf = (service: StoredObject): ServicePort[] => {
    const known = programmed.get(service) ?? servicePortsOf(world, service);
    programmed.set(service, known);
    return known;
  };
  const frontendAt = (ip: string, port: number, protocol: Protocol): Frontend | undefined =>
    (byAddress.get(ip) ?? [])
      .flatMap(portsOf)
      .map((each) => frontendOf(each, ip, port, protocol))
      .find((each) => each);
  const frontends = new Map<string, Frontend | undefined>();
  return {
    find(ip, port, protocol) {
      const key = `${ip}:${port}/${protocol}`;
      if (!frontends.has(key)) frontends.set(key, frontendAt(ip, port, protocol));
      return frontends.get(key);
    },
    nodePort: (port, protocol) =>
      (byNodePort.get(port) ?? [])
        .flatMap(portsOf)
        .find((each) => each.nodePort === port && each.protocol === protocol),
    isClusterIP: (ip) => clusterIPs.has(ip),
    healthCheck: (port) => healthChecks.get(port),
  };
};

const append = <Key>(map: Map<Key, StoredObject[]>, key: Key, service: StoredObject): void => {
  const known = map.get(key);
  if (known) known.push(service);
  else map.set(key, [service]);
};

const addressesOf = (service: StoredObject): Set<string> =>
  new Set([
    ...clusterIPsOf(service),
    ...textsAt(service, 'spec', 'externalIPs'),
    ...objectsAt(service, 'status', 'loadBalancer', 'ingress').flatMap((each) => textAt(each, 'ip') ?? []),
  ]);

const nodePortsOf = (service: StoredObject): Set<number> =>
  new Set(objectsAt(service, 'spec', 'ports').flatMap((each) => numberAt(each, 'nodePort') || []));

const frontendOf = (service: ServicePort, ip: string, port: number, protocol: Protocol): Frontend | undefined => {
  if (service.port !== port || service.protocol !== protocol) return undefined;
  if (service.clusterIPs.includes(ip)) return { service, by: 'cluster-ip' };
  if (service.externalIPs.includes(ip)) return { service, by: 'external-ip' };
  const balancer = service.loadBalancers.find((each) => each.ip === ip);
  if (!balancer) return undefined;
  return { service, by: balancer.mode === 'VIP' ? 'load-balancer' : 'load-balancer-proxy' };
};
