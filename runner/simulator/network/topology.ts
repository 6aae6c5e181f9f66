import type { Endpoint } from './endpoints.ts';

/** The endpoints that a node's kube-proxy sends new connections to. */
export interface Categorized {
  /** For the traffic policy Cluster. */
  cluster: Endpoint[];
  /** For the traffic policy Local. */
  local: Endpoint[];
  /** Whether any endpoint in the cluster could serve: decides between refused and dropped. */
  any: boolean;
}

const terminatingButServing = (each: Endpoint): boolean => !each.ready && each.serving && each.terminating;

/**
 * The endpoints that a node uses (kube-proxy's CategorizeEndpoints, pkg/proxy/topology.go): the ready ones, else
 * those that terminate and still serve, apart for Cluster and Local. Topology hints narrow the Cluster set only when
 * every ready endpoint has them and one fits this node or zone.
 */
export const categorize = (endpoints: readonly Endpoint[], node: string, zone: string): Categorized => {
  const ready = endpoints.filter((each) => each.ready);
  const leaving = endpoints.filter(terminatingButServing);
  const isLocal = (each: Endpoint): boolean => each.node === node;
  const local = ready.filter(isLocal);
  return {
    cluster: ready.length > 0 ? narrowByHints(ready, node, zone) : leaving,
    local: local.length > 0 ? local : leaving.filter(isLocal),
    any: ready.length > 0 || leaving.length > 0,
  };
};

const narrowByHints = (ready: readonly Endpoint[], node: string, zone: string): Endpoint[] => {
  const narrow = (hints: (each: Endpoint) => readonly string[], name: string): Endpoint[] =>
    ready.every((each) => hints(each).length > 0) ? ready.filter((each) => hints(each).includes(name)) : [];
  const byNode = narrow((each) => each.nodeHints, node);
  if (byNode.length > 0) return byNode;
  const byZone = narrow((each) => each.zoneHints, zone);
  return byZone.length > 0 ? byZone : [...ready];
};
