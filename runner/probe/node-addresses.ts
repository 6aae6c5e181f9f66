import type { KubernetesObject } from '../cluster/cluster.ts';
import { valueAt } from '../core/json.ts';
import { canonicalAddress } from './address.ts';
import type { ProbeContext } from './exec.ts';
import { objectsAt, textAt } from './read-object.ts';

export interface NodeAddress {
  address: string;
  node: string;
  /** `node`: an address of the node. `pods`: the node's own address in its pod CIDR. */
  kind: 'node' | 'pods';
}

/**
 * The source addresses of packets that a node sends or masquerades. The kernel uses the address of the outgoing interface.
 * For packets to other machines that is the node's own address. For packets to a pod of the same node it is the first
 * address of the pod CIDR (CNI plugins ptp and bridge), or on overlays such as flannel the base address of the CIDR.
 * https://www.netfilter.org/documentation/HOWTO/NAT-HOWTO-6.html#ss6.1
 */
export const readNodeAddresses = async ({ cluster: { api }, signal }: ProbeContext): Promise<NodeAddress[]> => {
  const { items } = await api.list({ apiVersion: 'v1', kind: 'Node' }, signal);
  return items.flatMap((node) => [...ownAddresses(node), ...podsEnds(node)]);
};

const ownAddresses = (node: KubernetesObject): NodeAddress[] =>
  objectsAt(node, 'status', 'addresses').flatMap((each) => {
    const address = canonicalAddress(textAt(each, 'address'));
    return address === undefined ? [] : [{ address, node: node.metadata.name, kind: 'node' as const }];
  });

const podsEnds = (node: KubernetesObject): NodeAddress[] => {
  const several = valueAt(node, ['spec', 'podCIDRs']);
  const ranges = Array.isArray(several) ? several : [textAt(node, 'spec', 'podCIDR')];
  return ranges
    .filter((range) => typeof range === 'string')
    .flatMap((range) => firstTwo(range.split('/')[0] ?? ''))
    .map((address) => ({ address, node: node.metadata.name, kind: 'pods' }));
};

const firstTwo = (base: string): string[] => {
  const next = base.includes(':')
    ? base.replace(/::$/, '::1')
    : base.replace(/\d+$/, (last) => String(Number(last) + 1));
  return [base, next].flatMap((each) => canonicalAddress(each) ?? []);
};
