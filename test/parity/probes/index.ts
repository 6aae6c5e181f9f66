import type { Topic } from '../row.ts';
import { changes } from './changes.ts';
import { connections } from './connections.ts';
import { defaults } from './defaults.ts';
import { dns } from './dns.ts';
import { endpointObjects } from './endpoint-objects.ts';
import { ingressRouting } from './ingress.ts';
import { ingressValidation } from './ingress-validation.ts';
import { limitRanges } from './limit-ranges.ts';
import { loadBalancers } from './load-balancers.ts';
import { objectValidation } from './object-validation.ts';
import { pods } from './pods.ts';
import { podsBehind } from './pods-behind.ts';
import { quotas } from './quotas.ts';
import { requests } from './requests.ts';
import { serviceFields } from './service-fields.ts';
import { servicePorts } from './service-ports.ts';
import { tables } from './tables.ts';
import { updates } from './updates.ts';

/** All questions, by topic. */
export const topics: readonly Topic[] = [
  servicePorts,
  serviceFields,
  ingressValidation,
  objectValidation,
  defaults,
  requests,
  updates,
  endpointObjects,
  tables,
  dns,
  connections,
  ingressRouting,
  pods,
  podsBehind,
  changes,
  quotas,
  limitRanges,
  // Must be last: from here on every LoadBalancer Service gets an address.
  loadBalancers,
];
