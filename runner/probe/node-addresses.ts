import type { KubernetesObject } from '../cluster/cluster.ts';
import { addressAt, unmappedAddress } from '../core/address.ts';
import { objectsAt, textAt, valueAt } from '../core/json.ts';
import type { ProbeContext } from './exec.ts';

export interface NodeAddress {
  address: string;
  node: string;
  /** `pods`: the node's end of its pods' network. */
  kind: 'node' | 'pods';
}

/**
 * Under which addresses a node's own packets, and those it masquerades, arrive. The kernel takes the address of the
 * interface through which the packet leaves: to other machines the node's own; to a pod of the same node the node's end of
 * the pod's link, which is the first address of its pod CIDR (CNI plugins ptp and bridge), and on overlays such
 * as flannel's the CIDR's base. https://www.netfilter.org/documentation/HOWTO/NAT-HOWTO-6.html#ss6.1
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
