import type { Reason } from '../core/reason.ts';
import type { ServiceSnapshot } from './snapshot.ts';

/** One link of the chain from a Service to its pods. */
export interface Link {
  /** The file's name. */
  name: string;
  /** Why this link is broken; undefined when it holds, or when the snapshot does not get that far. */
  explain(snapshot: ServiceSnapshot): Reason | undefined | Promise<Reason | undefined>;
}
