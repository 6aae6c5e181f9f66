import { inRange } from '../../core/address.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { AffinityTable } from './affinity.ts';
import { type Endpoint, zoneOf } from './endpoints.ts';
import type { HostTable } from './hosts.ts';
import type { ServicePort } from './service-port.ts';
import { type Categorized, categorize } from './topology.ts';

/** A connection attempt as a node's packet filter sees it. */
export interface Arrival {
  node: string;
  /** The source address when the packet is here. */
  client: string;
  /** Whether it comes from the node itself, and not from a pod or from another machine. */
  fromNode: boolean;
}

/** The decision of kube-proxy about a connection. `masquerade`: the endpoint sees the node's address instead of the client's. */
export type Verdict =
  | { verdict: 'forward'; endpoint: Endpoint; masquerade: boolean }
  | { verdict: 'reject' }
  | { verdict: 'drop' };

/** From which endpoints a rule chooses. */
interface Choice {
  usable: Endpoint[];
  /** Whether there is an endpoint anywhere. */
  any: boolean;
  masquerade: boolean;
}

/**
 * The rules of one node for one Service port (pkg/proxy/iptables/proxier.go). No endpoint anywhere: reject.
 * Endpoints somewhere but none that the policy admits: drop.
 */
export const createProxy = (clusterState: ClusterState, affinity: AffinityTable) => {
  const choose = (service: ServicePort, usable: readonly Endpoint[], arrival: Arrival): Endpoint | undefined => {
    const table = `${arrival.node} ${service.key}`;
    const pinned = service.affinity === undefined ? undefined : affinity.pinned(table, arrival.client, usable);
    const endpoint = pinned ?? usable[Math.floor(clusterState.random() * usable.length)];
    if (endpoint && service.affinity !== undefined) affinity.pin(table, arrival.client, service.affinity, endpoint);
    return endpoint;
  };

  const forward = (service: ServicePort, arrival: Arrival, { usable, any, masquerade }: Choice): Verdict => {
    if (!any) return { verdict: 'reject' };
    const endpoint = choose(service, usable, arrival);
    if (!endpoint) return { verdict: 'drop' };
    // A pod that reaches itself through its Service must not see its own address as the client's.
    return { verdict: 'forward', endpoint, masquerade: masquerade || endpoint.ip === arrival.client };
  };

  const categories = (service: ServicePort, arrival: Arrival, hosts: HostTable): Categorized =>
    categorize(service.endpoints, arrival.node, zoneOf(hosts.node(arrival.node)));

  return {
    /** Traffic to a clusterIP: internalTrafficPolicy. */
    internal(service: ServicePort, arrival: Arrival, hosts: HostTable): Verdict {
      const { cluster, local, any } = categories(service, arrival, hosts);
      const usable = service.internalPolicy === 'Local' ? local : cluster;
      return forward(service, arrival, { usable, any, masquerade: !inRange(arrival.client, clusterState.podCidr) });
    },
    /** Traffic to a NodePort, an external IP or a load balancer's address: externalTrafficPolicy. */
    external(service: ServicePort, arrival: Arrival, hosts: HostTable): Verdict {
      const { cluster, local, any } = categories(service, arrival, hosts);
      // The policy Local does not bind pods and the node itself: they are treated as if they came from a load balancer.
      const isSpared = arrival.fromNode || inRange(arrival.client, clusterState.podCidr);
      const usable = service.externalPolicy === 'Cluster' || isSpared ? cluster : local;
      const masquerade = service.externalPolicy === 'Cluster' || arrival.fromNode;
      return forward(service, arrival, { usable, any, masquerade });
    },
    /** loadBalancerSourceRanges restrict the clients of the load balancer's address, and of no other address. */
    admits: (service: ServicePort, client: string): boolean =>
      service.sourceRanges.length === 0 || service.sourceRanges.some((cidr) => inRange(client, cidr)),
  };
};
