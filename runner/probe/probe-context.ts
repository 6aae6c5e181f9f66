import type { Cluster } from '../cluster/cluster.ts';

/** What a probe needs of the step that it works for. */
export interface ProbeContext {
  cluster: Cluster;
  /** The scenario's own namespace. */
  namespace: string;
  /** Fires when the step must end. */
  signal: AbortSignal;
}
