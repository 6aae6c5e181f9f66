import type { ClusterState } from '../objects/cluster-state.ts';
import { type HostTable, hostTable } from './hosts.ts';
import { type ServiceTable, serviceTable } from './service-table.ts';

/** What the data plane derives from the objects as they stand. */
export interface Snapshot {
  services: ServiceTable;
  hosts: HostTable;
}

/** Both tables follow the objects. */
export const createSnapshot = (clusterState: ClusterState): Snapshot => {
  const services = serviceTable(clusterState);
  return { services, hosts: hostTable(clusterState, services.isBalancer) };
};
