import type { KubernetesObject } from '../cluster/cluster.ts';
import { objectsAt } from '../core/json.ts';

/** The node port of a Service's port, by number or name; without one, of its first port that has a node port. */
export const nodePortOf = (service: KubernetesObject, wanted?: number | string): number | undefined => {
  const port = objectsAt(service, 'spec', 'ports').find((each) =>
    wanted === undefined ? each['nodePort'] : each['port'] === wanted || each['name'] === wanted,
  );
  return typeof port?.['nodePort'] === 'number' ? port['nodePort'] : undefined;
};
