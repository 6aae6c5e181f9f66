import { textAt } from '../../core/json.ts';
import { serviceNameLabel } from '../network/endpoints.ts';
import { clusterIPsOf } from '../network/service-port.ts';
import type { ClusterState } from '../objects/cluster-state.ts';
import { isHeadless, readyEndpoints } from './entries.ts';

/** The full names that an address has: its Service's, else one for each Service whose ready endpoint it is. */
export const namesOf = (clusterState: ClusterState, ip: string): string[] => {
  const zone = `${clusterState.clusterDomain}.`;
  const services = clusterState.list('Service');
  const owner = services.find((service) => !isHeadless(service) && clusterIPsOf(service).includes(ip));
  if (owner) return [`${owner.metadata.name}.${owner.metadata.namespace}.svc.${zone}`];
  const names = clusterState.list('EndpointSlice').flatMap((slice) => {
    const [service, namespace] = [
      textAt(slice, 'metadata', 'labels', serviceNameLabel),
      slice.metadata.namespace ?? '',
    ];
    if (!service) return [];
    return readyEndpoints(clusterState, namespace, service)
      .filter((each) => each.ip === ip)
      .map((each) => `${each.hostname}.${service}.${namespace}.svc.${zone}`);
  });
  return [...new Set(names)];
};
