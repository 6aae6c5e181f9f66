import { textAt } from '../../core/json.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Unstructured } from '../objects/metadata.ts';

/** The controller's name in IngressClass spec.controller. */
export const controllerName = 'traefik.io/ingress-controller';

const annotation = 'kubernetes.io/ingress.class';

/**
 * Whether the controller takes an Ingress: its class must exist and be this controller's. One without a class is
 * not served; the API server fills in the default class when it is created.
 */
export const isServed = (clusterState: ClusterState, ingress: Unstructured): boolean => {
  const name = textAt(ingress, 'spec', 'ingressClassName') ?? textAt(ingress, 'metadata', 'annotations', annotation);
  if (name === undefined) return false;
  return textAt(clusterState.get('IngressClass', undefined, name), 'spec', 'controller') === controllerName;
};

/** All Ingresses that the controller serves, the oldest first: of two equal rules the older one wins. */
export const servedIngresses = (clusterState: ClusterState): Unstructured[] =>
  clusterState
    .list('Ingress')
    .filter((ingress) => isServed(clusterState, ingress))
    .sort((a, b) => ageOf(a).localeCompare(ageOf(b)));

const ageOf = (ingress: Unstructured): string =>
  `${textAt(ingress, 'metadata', 'creationTimestamp') ?? ''} ${ingress.metadata.namespace}/${ingress.metadata.name}`;
