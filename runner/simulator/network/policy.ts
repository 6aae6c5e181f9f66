import { inRange } from '../../core/address.ts';
import { type JsonObject, numberAt, objectAt, objectsAt, textAt, textMapAt, textsAt } from '../../core/json.ts';
import { selects } from '../../core/labels.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Unstructured } from '../objects/metadata.ts';
import type { Protocol } from '../objects/sockets.ts';

/** One end of a connection as a NetworkPolicy sees it. `pod` is absent for a node and for a host beside the cluster. */
export interface Party {
  ip: string;
  pod?: { namespace: string; labels: Readonly<Record<string, string>>; object?: Unstructured };
}

/** The destination port; undefined for ICMP, which rules with ports never allow. */
export interface Target {
  port: number;
  protocol: Protocol;
}

/**
 * Whether NetworkPolicies let a connection through (networking.k8s.io/v1): a pod that some policy of a direction selects
 * accepts in that direction only what a rule of those policies allows; policies add up.
 */
export const isAllowed = (clusterState: ClusterState, from: Party, to: Party, target: Target | undefined): boolean =>
  allows(clusterState, { direction: 'Egress', subject: from, peer: to, destination: to, target }) &&
  allows(clusterState, { direction: 'Ingress', subject: to, peer: from, destination: to, target });

/** A connection as the policies of one of its ends judge it. */
interface Question {
  direction: 'Ingress' | 'Egress';
  /** The end whose policies are asked. */
  subject: Party;
  /** The other end. */
  peer: Party;
  destination: Party;
  target: Target | undefined;
}

const allows = (
  clusterState: ClusterState,
  { direction, subject: { pod }, peer, destination, target }: Question,
): boolean => {
  if (!pod) return true;
  const policies = clusterState
    .list('NetworkPolicy', pod.namespace)
    .filter((policy) => directionsOf(policy).includes(direction))
    .filter((policy) => selects(objectAt(policy, 'spec', 'podSelector') ?? {}, pod.labels));
  if (policies.length === 0) return true;
  const [rules, peers] = direction === 'Ingress' ? (['ingress', 'from'] as const) : (['egress', 'to'] as const);
  return policies.some((policy) =>
    objectsAt(policy, 'spec', rules).some(
      (rule) =>
        anyOf(objectsAt(rule, peers), (each) => fitsPeer(clusterState, each, policy, peer)) &&
        anyOf(objectsAt(rule, 'ports'), (each) => fitsPort(each, destination, target)),
    ),
  );
};

/** An absent or empty list in a rule stands for everything. */
const anyOf = (items: JsonObject[], fits: (item: JsonObject) => boolean): boolean =>
  items.length === 0 || items.some(fits);

/** spec.policyTypes; by default Ingress, and Egress when there are egress rules. */
const directionsOf = (policy: Unstructured): string[] => {
  const types = textsAt(policy, 'spec', 'policyTypes');
  if (types.length > 0) return types;
  return objectsAt(policy, 'spec', 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
};

const fitsPeer = (clusterState: ClusterState, peer: JsonObject, policy: Unstructured, party: Party): boolean => {
  const block = objectAt(peer, 'ipBlock');
  if (block) {
    const except = textsAt(block, 'except');
    return inRange(party.ip, textAt(block, 'cidr') ?? '') && !except.some((cidr) => inRange(party.ip, cidr));
  }
  if (!party.pod) return false;
  const [namespaces, pods] = [objectAt(peer, 'namespaceSelector'), objectAt(peer, 'podSelector')];
  const sameNamespace = party.pod.namespace === policy.metadata.namespace;
  const inNamespace = namespaces
    ? selects(
        namespaces,
        textMapAt(clusterState.get('Namespace', undefined, party.pod.namespace), 'metadata', 'labels'),
      )
    : sameNamespace;
  return inNamespace && (!pods || selects(pods, party.pod.labels));
};

const fitsPort = (rule: JsonObject, destination: Party, target: Target | undefined): boolean => {
  if (!target || (textAt(rule, 'protocol') ?? 'TCP') !== target.protocol) return false;
  const name = textAt(rule, 'port');
  if (name !== undefined) return namedPort(destination.pod?.object, name, target.protocol) === target.port;
  const first = numberAt(rule, 'port');
  if (first === undefined) return true;
  return target.port >= first && target.port <= (numberAt(rule, 'endPort') ?? first);
};

/** The number of a pod's container port of that name. */
const namedPort = (pod: Unstructured | undefined, name: string, protocol: Protocol): number | undefined => {
  const ports = objectsAt(pod, 'spec', 'containers').flatMap((container) => objectsAt(container, 'ports'));
  const port = ports.find((each) => textAt(each, 'name') === name && (textAt(each, 'protocol') ?? 'TCP') === protocol);
  return numberAt(port, 'containerPort');
};
