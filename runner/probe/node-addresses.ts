import type { KubernetesObject } from '../cluster/cluster.ts';
import { addressAt, unmappedAddress } from '../core/address.ts';
import { objectsAt, textAt, valueAt } from '../core/json.ts';
import type { ProbeContext } from './exec.ts';

export interface NodeAddress {
  address: string;
  node: string;
  /** `node`: an address of the node. `pods`: the node's own address in its pod CIDR. */
  kind: 'node' | 'pods';
}

/**
 * The source addresses of packets that a node sends or masquerades. The kernel uses the address of the outgoing
 * interface. For packets to other machines that is the node's own address. For packets to a pod of the same node it is
 * the first address of the pod CIDR (CNI plugins ptp and bridge), or on overlays such as flannel the base address of
 * the CIDR. https://www.netfilter.org/documentation/HOWTO/NAT-HOWTO-6.html#ss6.1
 */
export const readNodeAddresses = async ({ cluster: { api }, signal }: ProbeContext): Promise<NodeAddress[]> => {
  const { items } = await api.list({ apiVersion: 'v1', kind: 'Node' }, signal);
  return items.flatMap((node) => [...ownAddresses(node), ...podsEnds(node)]);
};

const ownAddresses = (node: KubernetesObject): NodeAddress[] =>
  objectsAt(node, 'status', 'addresses').flatMap((each) => {
    const address = unmappedAddress(textAt(each, 'address') ?? '');
    return address === undefined ? [] : [{ address, node: node.metadata.name, kind: 'node' as const }];
  });

const podsEnds = (node: KubernetesObject): NodeAddress[] => {
  const several = valueAt(node, ['spec', 'podCIDRs']);
  const ranges = Array.isArray(several) ? several : [textAt(node, 'spec', 'podCIDR')];
  return ranges
    .filter((range) => typeof range === 'string')
    .flatMap(firstTwo)
    .map((address) => ({ address, node: node.metadata.name, kind: 'pods' }));
};

/** The base of a range and the address after it. */
const firstTwo = (range: string): string[] => [0, 1].flatMap((index) => addressAt(range, index) ?? []);
