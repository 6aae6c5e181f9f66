import type { ExecIo, ExecOutcome } from '../world.ts';
import type { Pod } from './objects.ts';

export interface LogOptions {
  container?: string;
  previous?: boolean;
  follow?: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  sinceTime?: string;
  timestamps?: boolean;
  limitBytes?: number;
}

/** What the API server asks of the kubelet of a pod's node. Faults are Refusals. */
export interface PodRuntime {
  /** Ends when the log does, or at once unless `follow`. */
  logs(pod: Pod, options: LogOptions, signal: AbortSignal): AsyncIterable<string>;
  /** Refuses a container that does not run. */
  exec(pod: Pod, container: string | undefined, command: readonly string[], io: ExecIo): Promise<ExecOutcome>;
  /** Connects to a port inside the pod, as port-forward does: 127.0.0.1 counts. */
  attach(pod: Pod, container: string | undefined, io: ExecIo): Promise<ExecOutcome>;
}
