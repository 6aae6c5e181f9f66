import type { Vantage } from '../../cluster/cluster.ts';
import { unmappedAddress } from '../../core/address.ts';
import { objectsAt, textAt, valueAt } from '../../core/json.ts';
import { Unobservable } from '../../core/rejection.ts';
import type { ProbeContext } from '../exec.ts';
import type { HttpReply } from '../http/reply.ts';
import { readNodeAddresses } from '../node-addresses.ts';

/** The owners of addresses, to judge the source address of a connection. */
export interface Sources {
  /** The addresses of the vantage point. */
  client: string[];
  /** The addresses that `is:` accepts: `client`, `node`, or an address. */
  accepted(is: string): string[];
  isNode(address: string): boolean;
  /** "node kind-worker", "node kind-worker in its pod CIDR", "pod kubia-1": the owner in a message. */
  nameOf(address: string): string;
}

/** Reads the addresses of nodes and pods. For a host outside the cluster, curl reports the address that it used. */
export const readSources = async (
  context: ProbeContext,
  vantage: Vantage,
  replies: readonly Pick<HttpReply, 'local'>[],
): Promise<Sources> => {
  const { api } = context.cluster;
  const [nodes, pods] = await Promise.all([
    readNodeAddresses(context),
    api.list({ apiVersion: 'v1', kind: 'Pod' }, context.signal),
  ]);
  const ofPod = (pod: (typeof pods.items)[number]): string[] =>
    [textAt(pod, 'status', 'podIP'), ...objectsAt(pod, 'status', 'podIPs').map((each) => textAt(each, 'ip'))].flatMap(
      (text) => unmappedAddress(text ?? '') ?? [],
    );
  const clientOf = (): string[] => {
    if (vantage.place === 'outside') return replies.flatMap(({ local = '' }) => unmappedAddress(local) ?? []);
    if (vantage.place === 'node')
      return nodes.filter(({ node }) => node === vantage.node).map(({ address }) => address);
    return pods.items
      .filter(({ metadata }) => metadata.name === vantage.pod && metadata.namespace === vantage.namespace)
      .flatMap(ofPod);
  };
  const client = [...new Set(clientOf())];
  const names = new Map<string, string>();
  for (const pod of pods.items.filter((each) => valueAt(each, ['spec', 'hostNetwork']) !== true))
    for (const address of ofPod(pod)) names.set(address, `pod ${pod.metadata.name}`);
  for (const { address, node, kind } of nodes)
    names.set(address, kind === 'node' ? `node ${node}` : `node ${node} in its pod CIDR`);
  return {
    client,
    accepted: (is) => {
      if (is === 'client') return client;
      if (is === 'node') return nodes.map(({ address }) => address);
      const address = unmappedAddress(is);
      if (address !== undefined) return [address];
      throw new Unobservable('spec-invalid', `The value ${is} of is: is neither client nor node nor an address.`);
    },
    isNode: (address) => nodes.some((each) => each.address === address),
    nameOf: (address) =>
      client.includes(address) && vantage.place === 'outside' ? 'the client' : (names.get(address) ?? 'unknown'),
  };
};
