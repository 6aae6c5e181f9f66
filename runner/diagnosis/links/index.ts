import type { Link } from '../link.ts';
import { endpointsPending } from './endpoints-pending.ts';
import { externalName } from './external-name.ts';
import { manualAddresses } from './manual-addresses.ts';
import { noSelector } from './no-selector.ts';
import { portProtocol } from './port-protocol.ts';
import { readiness } from './readiness.ts';
import { selector } from './selector.ts';
import { targetPort } from './target-port.ts';
import { targetPortName } from './target-port-name.ts';

/**
 * The links between a Service and its pods, in the order in which a packet needs them: the first broken one is the
 * answer.
 */
export const links: readonly Link[] = [
  externalName,
  readiness,
  noSelector,
  selector,
  portProtocol,
  targetPortName,
  endpointsPending,
  targetPort,
  manualAddresses,
];
