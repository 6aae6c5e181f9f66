import type { World } from '../world.ts';
import { type HostTable, hostTable } from './hosts.ts';
import { type ServiceTable, serviceTable } from './service-table.ts';

/** What the data plane derives from the objects of one revision. */
export interface Snapshot {
  services: ServiceTable;
  hosts: HostTable;
}

/** The snapshot of the world as it stands, made anew only when objects have changed. */
export const snapshots = (world: World): (() => Snapshot) => {
  let known: { revision: number; snapshot: Snapshot } | undefined;
  return () => {
    if (known?.revision !== world.revision)
      known = { revision: world.revision, snapshot: { services: serviceTable(world), hosts: hostTable(world) } };
    return known.snapshot;
  };
};
