import { addressAt } from '../core/address.ts';

/** The networks of a cluster, as kind lays them. */
export const serviceCidr = '10.96.0.0/16';
export const podCidr = '10.244.0.0/16';

/** The network that the nodes share with the machines beside the cluster. */
const nodeNetwork = '172.18.0.0/16';
const at = (index: number): string => addressAt(nodeNetwork, index) ?? '';

/** The name server of that network, as Docker runs one. */
export const nameServer = at(1);
/** The nodes have the addresses after it. */
export const nodeAddress = (index: number): string => at(index + 2);
/** The ingress controller's, and after it those of external hosts. */
export const ingressAddress = at(100);
export const externalHostAddress = (number: number): string => at(100 + number);
/** The machine from which requests come from outside. */
export const outsideAddress = at(250);
/** Load balancers have this address and those below it. */
export const highestLoadBalancerAddress = at(255 * 256 + 200);
