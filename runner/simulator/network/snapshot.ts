import type { World } from '../objects/world.ts';
import { type HostTable, hostTable } from './hosts.ts';
import { type ServiceTable, serviceTable } from './service-table.ts';

/** What the data plane derives from the objects as they stand. */
export interface Snapshot {
  services: ServiceTable;
  hosts: HostTable;
}

/** Both tables follow the objects. */
export const createSnapshot = (world: World): Snapshot => {
  const services = serviceTable(world);
  return { services, hosts: hostTable(world, services.isBalancer) };
};
