import type { ClusterState } from '../objects/cluster-state.ts';
import { HostTable } from './hosts.ts';
import { ServiceTable } from './service-table.ts';

/** The tables that the data plane keeps of the objects as they stand. */
export interface Snapshot {
  services: ServiceTable;
  hosts: HostTable;
}

export const createSnapshot = (clusterState: ClusterState): Snapshot => {
  const services = new ServiceTable(clusterState);
  return { services, hosts: new HostTable(clusterState, (ip) => services.isBalancer(ip)) };
};
