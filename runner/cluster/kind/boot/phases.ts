import { type Clock, deadlineSignal } from '../../../core/clock.ts';
import { formatDuration } from '../../../core/duration.ts';
import type { BootPhase } from '../../../core/result.ts';
import type { PhaseListener } from '../../cluster.ts';

/** The phases of a boot, and how long each may take (milliseconds) before it counts as failed. */
export const phaseLimits = {
  engine: 30_000,
  network: 20_000,
  /** Pulling a node image of 1 GB over a slow line is slow and still no failure. */
  pull: 900_000,
  containers: 120_000,
  /** Files of the image that say what is in it. */
  contents: 20_000,
  systemd: 60_000,
  'kubeadm-init': 240_000,
  /** Until the API server answers. */
  api: 240_000,
  cni: 120_000,
  join: 180_000,
  images: 300_000,
  'nodes-ready': 180_000,
  proxy: 120_000,
  dns: 180_000,
} as const;

export type PhaseName = keyof typeof phaseLimits;

/** A phase that failed or took too long. `evidence` is what was seen last, one line each. */
export class PhaseFailure extends Error {
  readonly phase: PhaseName;
  readonly evidence: readonly string[];

  constructor(phase: PhaseName, message: string, evidence: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.name = 'PhaseFailure';
    this.phase = phase;
    this.evidence = evidence;
  }
}

/** An error that knows what was seen before it. */
export class EvidentError extends Error {
  readonly evidence: readonly string[];

  constructor(message: string, evidence: readonly string[], options?: ErrorOptions) {
    super(message, options);
    this.name = 'EvidentError';
    this.evidence = evidence;
  }
}

export interface Phases {
  /** Phases that ended, in the order of their ends. Milliseconds from the start of the boot. */
  readonly timeline: readonly BootPhase[];
  /**
   * Runs one phase under its deadline. Phases may overlap. The first that fails aborts `signal`, so the others stop.
   * Rejects with PhaseFailure, or with the reason of the signal that the caller aborted.
   */
  run<Value>(phase: PhaseName, work: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
  /** Fires when the caller aborts or a phase fails. */
  readonly signal: AbortSignal;
}

/** Rejects as soon as the signal fires, even when the work does not heed it. */
const orAborted = async <Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> => {
  signal.throwIfAborted();
  const stop = Promise.withResolvers<never>();
  const onAbort = (): void => stop.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, stop.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
};

export const makePhases = (
  clock: Clock,
  onPhase: PhaseListener,
  caller: AbortSignal,
  limits: Record<PhaseName, number> = phaseLimits,
  graceMs = 6_000,
): Phases => {
  const start = clock.now();
  const sinceStart = (): number => Math.round(clock.now() - start);
  const timeline: BootPhase[] = [];
  const failed = new AbortController();
  const signal = AbortSignal.any([caller, failed.signal]);
  const runPhase = async <Value>(phase: PhaseName, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> => {
    const startMs = sinceStart();
    onPhase({ phase, startMs });
    const deadline = deadlineSignal(limits[phase]);
    const both = AbortSignal.any([signal, deadline]);
    const running = work(both);
    try {
      return await orAborted(running, both);
    } catch (error) {
      // What another phase broke is told by that phase.
      if (signal.aborted) throw signal.reason;
      const failure = deadline.aborted
        ? new PhaseFailure(
            phase,
            `It took longer than ${formatDuration(limits[phase])}.`,
            await orAborted(lastWords(running), AbortSignal.any([signal, deadlineSignal(graceMs)])).catch(() => []),
          )
        : new PhaseFailure(phase, messageOf(error), evidenceOf(error), { cause: error });
      failed.abort(failure);
      throw failure;
    } finally {
      const endMs = sinceStart();
      timeline.push({ phase, startMs, endMs });
      onPhase({ phase, startMs, endMs });
    }
  };
  return {
    timeline,
    signal,
    run(phase, work) {
      const result = runPhase(phase, work);
      // A boot awaits its phases in some order; one that fails before its turn is no unhandled rejection.
      result.catch(() => undefined);
      return result;
    },
  };
};

/** What work that was stopped still says: where it was, what it saw last. */
const lastWords = (stopped: Promise<unknown>): Promise<readonly string[]> => stopped.then(() => [], evidenceOf);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const evidenceOf = (error: unknown): readonly string[] => (error instanceof EvidentError ? error.evidence : []);
