import type { Reason } from '../core/reason.ts';
import type { ServiceSnapshot } from './snapshot.ts';

/** One link of the chain from a Service to its pods. */
export interface Link {
  /** The file's name. */
  name: string;
  /** Why this link is broken. Undefined if it holds, or does not apply to the Service. */
  explain(snapshot: ServiceSnapshot): Reason | undefined | Promise<Reason | undefined>;
}
