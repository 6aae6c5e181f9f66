import type { Store } from '../api/store.ts';
import type { EndpointPort, SliceEndpoint } from '../objects/endpoints.ts';
import type { Pod } from '../objects/pods.ts';
import type { Service } from '../objects/services.ts';
import { isReady } from './pod-replicas.ts';
import { endpointPortsOf, hostnameIn, targetOf } from './service-pods.ts';

/** The endpoints of EndpointSlices, and how they are spread over slices (k8s.io/endpointslice). */

const maxEndpoints = 100;
const zoneLabel = 'topology.kubernetes.io/zone';

const known = new Map<string, SliceEndpoint['conditions']>();

/** Endpoints share their conditions: there are few different ones, and many endpoints. */
const conditionsOf = (ready: boolean, serving: boolean, terminating: boolean): SliceEndpoint['conditions'] => {
  const key = `${ready} ${serving} ${terminating}`;
  const conditions = known.get(key) ?? { ready, serving, terminating };
  known.set(key, conditions);
  return conditions;
};

const hintsOf = (service: Service, nodeName: string | undefined, zone: string | undefined): SliceEndpoint['hints'] => {
  const spread = service.spec.trafficDistribution;
  if (!spread) return undefined;
  return {
    ...(zone && { forZones: [{ name: zone }] }),
    ...(spread === 'PreferSameNode' && nodeName && { forNodes: [{ name: nodeName }] }),
  };
};

export const endpointOf = (store: Store, service: Service, pod: Pod): SliceEndpoint => {
  const serving = isReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const hostname = hostnameIn(service, pod);
  const { nodeName } = pod.spec;
  const zone = nodeName ? store.get('Node', undefined, nodeName)?.metadata.labels?.[zoneLabel] : undefined;
  const isPublished = service.spec.publishNotReadyAddresses === true;
  const ready = isPublished || (serving && !terminating);
  const hints = ready ? hintsOf(service, nodeName, zone) : undefined;
  return {
    addresses: [pod.status.podIP ?? ''],
    conditions: conditionsOf(ready, serving, terminating),
    ...(hostname && { hostname }),
    targetRef: targetOf(pod),
    ...(nodeName && { nodeName }),
    ...(zone && { zone }),
    ...(hints && Object.keys(hints).length > 0 && { hints }),
  };
};

/** The content of one slice. */
export interface Group {
  ports: EndpointPort[];
  endpoints: SliceEndpoint[];
}

/** The slices that a Service needs for its pods: one for each set of ports and each hundred of endpoints. */
export const groupsOf = (service: Service, pods: readonly Pod[], toEndpoint: (pod: Pod) => SliceEndpoint): Group[] => {
  const groups = new Map<string, Group>();
  for (const pod of pods) {
    // A pod that lacks every named port is listed all the same, without ports.
    const ports = endpointPortsOf(service, pod);
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    groups.set(key, group);
    group.endpoints.push(toEndpoint(pod));
  }
  const all = [...groups.values()].flatMap(({ ports, endpoints }) =>
    Array.from({ length: Math.ceil(endpoints.length / maxEndpoints) }, (_, index) => ({
      ports,
      endpoints: endpoints.slice(index * maxEndpoints, (index + 1) * maxEndpoints),
    })),
  );
  // A Service without pods still has one slice.
  return all.length > 0 ? all : [{ ports: [], endpoints: [] }];
};
