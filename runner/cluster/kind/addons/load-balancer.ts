import type { Clock } from '../../../core/clock.ts';
import { isObject, type JsonObject } from '../../../core/json.ts';
import type { Client } from '../../client.ts';
import type { KubernetesObject } from '../../cluster.ts';
import { minorOf } from '../boot/kubeadm-config.ts';
import { execInContainer } from '../nodes/container-exec.ts';
import { addressesFromTop } from '../nodes/network.ts';
import type { KindNode } from '../nodes/node.ts';
import { writeServiceEvent } from './service-events.ts';

/** The number of addresses at the top of the subnet that this controller assigns. */
const mostAddresses = 200;

export interface LoadBalancerOptions {
  client: Client;
  /** The node that has the addresses; kube-proxy forwards connections from there. */
  node: KindNode;
  subnet: string;
  version: string;
  clock: Clock;
  signal: AbortSignal;
}

const specOf = (service: KubernetesObject): JsonObject => (isObject(service['spec']) ? service['spec'] : {});

/** Whether this controller serves a Service: one with a loadBalancerClass belongs to another controller. KEP-1959. */
export const wantsAddress = (service: KubernetesObject): boolean =>
  specOf(service)['type'] === 'LoadBalancer' &&
  specOf(service)['loadBalancerClass'] === undefined &&
  service.metadata['deletionTimestamp'] === undefined;

/** The addresses in status.loadBalancer.ingress. */
export const addressesOf = (service: KubernetesObject): string[] => {
  const status = isObject(service['status']) ? service['status'] : {};
  const balancer = isObject(status['loadBalancer']) ? status['loadBalancer'] : {};
  const ingress = Array.isArray(balancer['ingress']) ? balancer['ingress'] : [];
  return ingress.filter(isObject).flatMap(({ ip }) => (typeof ip === 'string' ? [ip] : []));
};

const keyOf = ({ metadata }: KubernetesObject): string => `${metadata.namespace}/${metadata.name}`;

/**
 * A controller for Services of type LoadBalancer. It puts an address of the nodes' network on the interface of one node and
 * into the status of the Service. Runs until the signal fires. After a fault, it tries a Service again at its next event.
 */
export const runLoadBalancer = async (options: LoadBalancerOptions): Promise<void> => {
  const { client, clock, signal } = options;
  const given = new Map<string, string>();
  const query = { apiVersion: 'v1', kind: 'Service' };
  while (!signal.aborted) {
    try {
      const { items, resourceVersion } = await client.list(query, signal);
      const present = new Set(items.map(keyOf));
      for (const key of given.keys()) if (!present.has(key)) await free(options, given, key);
      for (const service of items) await reconcile(options, given, service);
      for await (const { type, object } of client.watch(query, resourceVersion, signal)) {
        if (type === 'DELETED') await takeBack(options, given, object);
        else if (type !== 'BOOKMARK') await reconcile(options, given, object);
      }
    } catch {
      // The next list starts over from the present objects.
    }
    await clock.sleep(200, signal).catch(() => undefined);
  }
};

const changeAddress = async (
  node: KindNode,
  verb: 'add' | 'del',
  address: string,
  signal: AbortSignal,
): Promise<void> => {
  const { status, stderr } = await execInContainer(node.container, {
    command: ['ip', 'address', verb, `${address}/32`, 'dev', 'eth0'],
    signal,
    limit: 4_096,
  });
  const asWanted = /File exists|already assigned|Cannot assign requested address/.test(stderr);
  if (status !== 0 && !asWanted) throw new Error(`ip address ${verb} ${address}: ${stderr.trim()}`);
};

const free = async ({ node, signal }: LoadBalancerOptions, given: Map<string, string>, key: string): Promise<void> => {
  const address = given.get(key);
  if (address === undefined) return;
  await changeAddress(node, 'del', address, signal);
  given.delete(key);
};

const takeBack = async (
  options: LoadBalancerOptions,
  given: Map<string, string>,
  service: KubernetesObject,
): Promise<void> => {
  if (!given.has(keyOf(service))) return;
  await writeServiceEvent(options, service, 'DeletingLoadBalancer');
  await free(options, given, keyOf(service));
  await writeServiceEvent(options, service, 'DeletedLoadBalancer');
};

const pick = (subnet: string, given: ReadonlyMap<string, string>, wished: unknown): string | undefined => {
  const taken = new Set(given.values());
  const all = addressesFromTop(subnet, mostAddresses);
  if (typeof wished === 'string' && all.includes(wished)) return taken.has(wished) ? undefined : wished;
  return all.find((each) => !taken.has(each));
};

const writeStatus = async (
  { client, version, signal }: LoadBalancerOptions,
  { metadata }: KubernetesObject,
  address: string | undefined,
): Promise<void> => {
  // ipMode (KEP-1860) is beta from 1.30: with VIP, nodes and pods reach the address without leaving the node.
  const mode = minorOf(version) >= 30 ? { ipMode: 'VIP' } : {};
  const ingress = address === undefined ? null : [{ ip: address, ...mode }];
  await client.patch(
    {
      apiVersion: 'v1',
      kind: 'Service',
      name: metadata.name,
      ...(metadata.namespace && { namespace: metadata.namespace }),
    },
    'merge',
    { status: { loadBalancer: { ingress } } },
    { subresource: 'status', signal },
  );
};

const reconcile = async (
  options: LoadBalancerOptions,
  given: Map<string, string>,
  service: KubernetesObject,
): Promise<void> => {
  const key = keyOf(service);
  const announced = addressesOf(service);
  if (!wantsAddress(service)) {
    if (!given.has(key)) return;
    await takeBack(options, given, service);
    if (announced.length > 0 && service.metadata['deletionTimestamp'] === undefined)
      await writeStatus(options, service, undefined);
    return;
  }
  const address = given.get(key) ?? pick(options.subnet, given, specOf(service)['loadBalancerIP']);
  if (address === undefined) return;
  given.set(key, address);
  const isAnnounced = announced.length === 1 && announced[0] === address;
  if (!isAnnounced) await writeServiceEvent(options, service, 'EnsuringLoadBalancer');
  await changeAddress(options.node, 'add', address, options.signal);
  if (isAnnounced) return;
  await writeServiceEvent(options, service, 'EnsuredLoadBalancer');
  await writeStatus(options, service, address);
};
