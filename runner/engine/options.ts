import type { Cluster } from '../cluster/cluster.ts';
import type { Clock } from '../core/clock.ts';
import type { RunEvent } from '../core/events.ts';
import type { Random } from '../core/random.ts';

/** Takes an event without `at`, which the run adds. */
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
  /** Its last letters are part of the name of every namespace, so that two runs in one cluster never share one. */
  runId: string;
  cluster: Cluster;
  changes: Watcher;
  /** The clock for everything that waits for the cluster. */
  clock: Clock;
  /** The real clock, which measures durations. Default: `clock`. */
  wall?: Pick<Clock, 'now'>;
  random: Random;
  /** Fires when the run is interrupted. */
  signal: AbortSignal;
  emit: Emit;
  /** True: unmet needs are errors instead of skips. */
  strict: boolean;
  /** True: keep the namespace of a scenario that did not pass. */
  keep: boolean;
  /** True after a failure has ended the run. */
  stopped(): boolean;
}
