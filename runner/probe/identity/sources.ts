import type { Vantage } from '../../cluster/cluster.ts';
import { unmappedAddress } from '../../core/address.ts';
import { objectsAt, textAt, valueAt } from '../../core/json.ts';
import { Unobservable } from '../../core/rejection.ts';
import type { ProbeContext } from '../exec.ts';
import type { HttpReply } from '../http/reply.ts';
import { readNodeAddresses } from '../node-addresses.ts';

/** Who has which address, for the one who asks where a connection came from. */
export interface Sources {
  /** The addresses of the vantage point. */
  client: string[];
  /** What counts as `client`, as `node`, or as an address that was written out. */
  accepted(is: string): string[];
  isNode(address: string): boolean;
  /** "node kind-worker", "the pods' end of node kind-worker", "pod kubia-1"; for a message. */
  nameOf(address: string): string;
}

/** Reads the addresses of nodes and pods. A host outside the cluster has the one that curl itself says it used. */
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
    names.set(address, kind === 'node' ? `node ${node}` : `node ${node}'s end of its pods' network`);
  return {
    client,
    accepted: (is) => {
      if (is === 'client') return client;
      if (is === 'node') return nodes.map(({ address }) => address);
      const address = unmappedAddress(is);
      if (address !== undefined) return [address];
      throw new Unobservable('spec-invalid', `is: ${is} is neither client nor node nor an address.`);
    },
    isNode: (address) => nodes.some((each) => each.address === address),
    nameOf: (address) =>
      client.includes(address) && vantage.place === 'outside' ? 'the client' : (names.get(address) ?? 'nobody known'),
  };
};
