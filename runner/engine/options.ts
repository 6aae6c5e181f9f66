import type { Cluster } from '../cluster/cluster.ts';
import type { Clock } from '../core/clock.ts';
import type { RunEvent } from '../core/events.ts';
import type { Random } from '../core/random.ts';

/** Without `at`, which the run adds. */
export type Emit = (
  event: RunEvent extends infer Each ? (Each extends RunEvent ? Omit<Each, 'at'> : never) : never,
) => void;

export interface Watcher {
  subscribe(
    queries: { apiVersion: string; kind: string; namespace?: string }[],
    signal: AbortSignal,
  ): { changed(within: number): Promise<boolean> };
}

export interface ScenarioOptions {
  /** Its last letters are part of every namespace's name: two runs in one cluster never meet. */
  runId: string;
  cluster: Cluster;
  changes: Watcher;
  /** What waits for the cluster waits on it. */
  clock: Clock;
  /** The clock on the wall, for how long things took. Default: `clock`. */
  wall?: Pick<Clock, 'now'>;
  random: Random;
  /** The run's. */
  signal: AbortSignal;
  emit: Emit;
  /** Unmet needs are errors instead of skips. */
  strict: boolean;
  /** Leave the namespace of a scenario that did not pass. */
  keep: boolean;
  /** True once an earlier failure ended the run. */
  stopped(): boolean;
}
