import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { textAt } from '../../../core/json.ts';

/** With externalTrafficPolicy Local a node without a pod of the Service drops connections from outside. */
export const isLocal = (service: KubernetesObject): boolean =>
  textAt(service, 'spec', 'externalTrafficPolicy') === 'Local';

export const localHint = 'externalTrafficPolicy is Local: only nodes with a ready pod of the Service answer.';
