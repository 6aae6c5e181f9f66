import { booleanAt, type JsonObject, numberAt, objectAt, objectsAt, textAt, textsAt } from '../../core/json.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import type { Unstructured } from '../objects/metadata.ts';
import type { Protocol } from '../objects/sockets.ts';

/** One address and port behind a Service port, with what kube-proxy asks of it. */
export interface Endpoint {
  ip: string;
  port: number;
  ready: boolean;
  serving: boolean;
  terminating: boolean;
  node: string | undefined;
  zoneHints: readonly string[];
  nodeHints: readonly string[];
}

/** The label by which an EndpointSlice names its Service (discovery/v1). */
export const serviceNameLabel = 'kubernetes.io/service-name';

/** The slices of a Service. kube-proxy and CoreDNS read these only, never Endpoints (KEP-0752). */
export const slicesOf = (clusterState: ClusterState, namespace: string, service: string): Unstructured[] =>
  clusterState
    .list('EndpointSlice', namespace)
    .filter((slice) => textAt(slice, 'metadata', 'labels', serviceNameLabel) === service);

/**
 * The conditions of an endpoint. Absent ones have a meaning: ready is true, serving is as ready, terminating is false
 * (discovery/v1 EndpointConditions).
 */
export const conditionsOf = (endpoint: JsonObject): { ready: boolean; serving: boolean; terminating: boolean } => {
  const ready = booleanAt(endpoint, 'conditions', 'ready') ?? true;
  const serving = booleanAt(endpoint, 'conditions', 'serving') ?? ready;
  return { ready, serving, terminating: booleanAt(endpoint, 'conditions', 'terminating') ?? false };
};

const hintsOf = (endpoint: JsonObject, kind: 'forZones' | 'forNodes'): string[] =>
  objectsAt(endpoint, 'hints', kind).flatMap((hint) => textAt(hint, 'name') ?? []);

/** The endpoints of one Service port, found by port name and protocol; each address and port once. */
export const endpointsOf = (slices: readonly Unstructured[], portName: string, protocol: Protocol): Endpoint[] => {
  const found = new Map<string, Endpoint>();
  for (const slice of slices) {
    const port = objectsAt(slice, 'ports').find(
      (each) => (textAt(each, 'name') ?? '') === portName && (textAt(each, 'protocol') ?? 'TCP') === protocol,
    );
    const number = numberAt(port, 'port');
    if (number === undefined) continue;
    for (const each of objectsAt(slice, 'endpoints')) {
      // Consumers of a slice use the first address only: the API gives the others no meaning.
      const ip = textsAt(each, 'addresses')[0];
      if (!ip) continue;
      found.set(`${ip}:${number}`, {
        ip,
        port: number,
        ...conditionsOf(each),
        node: textAt(each, 'nodeName'),
        zoneHints: hintsOf(each, 'forZones'),
        nodeHints: hintsOf(each, 'forNodes'),
      });
    }
  }
  return [...found.values()].sort(byAddress);
};

const byAddress = (a: Endpoint, b: Endpoint): number => {
  if (a.ip === b.ip) return a.port - b.port;
  return a.ip < b.ip ? -1 : 1;
};

/** The zone label of a node; empty when it has none. */
export const zoneOf = (node: Unstructured | undefined): string =>
  textAt(objectAt(node, 'metadata', 'labels'), 'topology.kubernetes.io/zone') ?? '';
