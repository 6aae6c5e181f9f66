import { numberAt, objectsAt, textAt, textsAt } from '../../core/json.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Unstructured } from '../objects/metadata.ts';
import type { Protocol } from '../objects/sockets.ts';
import { serviceNameLabel } from './endpoints.ts';
import { clusterIPsOf, isProxied, type ServicePort, servicePortsOf } from './service-port.ts';

/** A Service, and the kind of its address by which a packet reaches it. */
export interface Frontend {
  service: ServicePort;
  by: 'cluster-ip' | 'external-ip' | 'load-balancer' | 'load-balancer-proxy';
}

type Key = string | number;

/** Objects by something that they have, by their UID: a change of one keeps its place among the others. */
class Shelves<At extends Key> {
  readonly #keysOf: (object: Unstructured) => Iterable<At>;
  readonly #shelves = new Map<At, Map<string, Unstructured>>();

  constructor(keysOf: (object: Unstructured) => Iterable<At>) {
    this.#keysOf = keysOf;
  }

  at(key: At): Unstructured[] {
    return [...(this.#shelves.get(key)?.values() ?? [])];
  }

  has(key: At): boolean {
    return this.#shelves.has(key);
  }

  replace(before: Unstructured | undefined, now: Unstructured | undefined): void {
    const shelves = this.#shelves;
    const kept = new Set(now ? this.#keysOf(now) : []);
    for (const key of before ? this.#keysOf(before) : []) {
      if (kept.has(key) && before?.metadata.uid === now?.metadata.uid) continue;
      shelves.get(key)?.delete(before?.metadata.uid ?? '');
      if (shelves.get(key)?.size === 0) shelves.delete(key);
    }
    if (now) for (const key of kept) shelves.set(key, (shelves.get(key) ?? new Map()).set(now.metadata.uid, now));
  }
}

const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`;

/** The Service that a slice belongs to. */
const ownerOf = (slice: Unstructured): string =>
  keyOf(slice.metadata.namespace, textAt(slice, 'metadata', 'labels', serviceNameLabel) ?? '');

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

/**
 * The rules that kube-proxy has programmed, the same on every node. It follows the objects: a change costs the same however many there
 * are. The endpoints of a Service are read when it is first connected to after a change.
 */
export class ServiceTable {
  readonly #byAddress = new Shelves(addressesOf);
  readonly #byNodePort = new Shelves(nodePortsOf);
  readonly #byClusterIP = new Shelves<string>(clusterIPsOf);
  readonly #byBalancer = new Shelves<string>(balancersOf);
  readonly #byHealthCheck = new Shelves<number>(healthChecksOf);
  readonly #slices = new Shelves<string>((slice) => [ownerOf(slice)]);
  readonly #programmed = new Map<string, ServicePort[]>();
  readonly #frontends = new Map<string, Frontend | undefined>();

  constructor(clusterState: ClusterState) {
    const shelves = [this.#byAddress, this.#byNodePort, this.#byClusterIP, this.#byBalancer, this.#byHealthCheck];
    clusterState.follow('Service', (now, before) => {
      const [is, was] = [now, before].map((each) => (each && isProxied(each) ? each : undefined));
      for (const each of shelves) each.replace(was, is);
      const { namespace, name = '' } = (now ?? before)?.metadata ?? {};
      this.#forget(keyOf(namespace, name));
    });
    clusterState.follow('EndpointSlice', (now, before) => {
      this.#slices.replace(before, now);
      for (const each of [now, before]) if (each) this.#forget(ownerOf(each));
    });
  }

  find(ip: string, port: number, protocol: Protocol): Frontend | undefined {
    if (!this.#byAddress.has(ip)) return undefined;
    const key = `${ip}:${port}/${protocol}`;
    if (!this.#frontends.has(key)) this.#frontends.set(key, this.#frontendAt(ip, port, protocol));
    return this.#frontends.get(key);
  }

  nodePort(port: number, protocol: Protocol): ServicePort | undefined {
    return this.#byNodePort
      .at(port)
      .flatMap((service) => this.#portsOf(service))
      .find((each) => each.nodePort === port && each.protocol === protocol);
  }

  /** Whether a proxied Service has this address as its clusterIP, on whatever port. */
  isClusterIP(ip: string): boolean {
    return this.#byClusterIP.has(ip);
  }

  /** Whether it is the address of a load balancer whose packets arrive at a node unchanged (ipMode VIP). */
  isBalancer(ip: string): boolean {
    return this.#byBalancer.has(ip);
  }

  /** The Service whose healthCheckNodePort this is. */
  healthCheck(port: number): Unstructured | undefined {
    return this.#byHealthCheck.at(port).at(-1);
  }

  #forget(key: string): void {
    this.#programmed.delete(key);
    this.#frontends.clear();
  }

  #portsOf(service: Unstructured): ServicePort[] {
    const key = keyOf(service.metadata.namespace, service.metadata.name);
    const known = this.#programmed.get(key) ?? servicePortsOf(service, this.#slices.at(key));
    this.#programmed.set(key, known);
    return known;
  }

  #frontendAt(ip: string, port: number, protocol: Protocol): Frontend | undefined {
    return this.#byAddress
      .at(ip)
      .flatMap((service) => this.#portsOf(service))
      .map((each) => frontendOf(each, ip, port, protocol))
      .find((each) => each);
  }
}
