import { type Clock, deadlineSignal } from '../../../core/clock.ts';
import { formatDuration } from '../../../core/duration.ts';
import type { BootPhase } from '../../../core/result.ts';
import type { PhaseListener } from '../../cluster.ts';

/** The phases of a boot, and how many milliseconds each may take before it counts as failed. */
export const phaseLimits = {
  engine: 30_000,
  network: 20_000,
  /** A node image has 1 GB: to pull it over a slow line takes long and is not a failure. */
  pull: 900_000,
  containers: 120_000,
  /** Reading the files in which the node image describes itself. */
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

/** A phase that failed or took too long. `evidence` has the last lines that were seen. */
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

/** An error with the lines that were seen before it. */
export class EvidentError extends Error {
  readonly evidence: readonly string[];

  constructor(message: string, evidence: readonly string[], options?: ErrorOptions) {
    super(message, options);
    this.name = 'EvidentError';
    this.evidence = evidence;
  }
}

export interface Phases {
  /** The phases that have ended, in the order in which they ended. Milliseconds from the start of the boot. */
  readonly timeline: readonly BootPhase[];
  /**
   * Runs one phase under its deadline. Phases may overlap. The first that fails aborts `signal`, so that the others stop.
   * Rejects with PhaseFailure, or with the reason of the signal that the caller aborted.
   */
  run<Value>(phase: PhaseName, work: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
  /** Fires when the caller aborts or a phase fails. */
  readonly signal: AbortSignal;
}

/** Rejects as soon as the signal fires, even if the work ignores the signal. */
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

export interface PhaseOptions {
  clock: Clock;
  onPhase: PhaseListener;
  /** The caller's: fires when the boot shall stop. */
  signal: AbortSignal;
  limits?: Record<PhaseName, number>;
  /** How long a phase that was stopped may take to report its evidence, in milliseconds. */
  graceMs?: number;
}

class BootPhases implements Phases {
  readonly timeline: BootPhase[] = [];
  readonly signal: AbortSignal;
  readonly #options: Required<PhaseOptions>;
  readonly #start: number;
  readonly #failed = new AbortController();

  constructor(options: Required<PhaseOptions>) {
    this.#options = options;
    this.#start = options.clock.now();
    this.signal = AbortSignal.any([options.signal, this.#failed.signal]);
  }

  run<Value>(phase: PhaseName, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    const result = this.#run(phase, work);
    // A boot awaits its phases in some order: a phase that fails before its turn must not be an unhandled rejection.
    result.catch(() => undefined);
    return result;
  }

  async #run<Value>(phase: PhaseName, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    const { limits, onPhase } = this.#options;
    const startMs = this.#sinceStart();
    onPhase({ phase, startMs });
    const deadline = deadlineSignal(limits[phase]);
    const both = AbortSignal.any([this.signal, deadline]);
    const running = work(both);
    try {
      return await orAborted(running, both);
    } catch (error) {
      // The phase that failed first reports the failure; this one only stops.
      if (this.signal.aborted) throw this.signal.reason;
      const failure = deadline.aborted ? await this.#tooLong(phase, running) : failureOf(phase, error);
      this.#failed.abort(failure);
      throw failure;
    } finally {
      const endMs = this.#sinceStart();
      this.timeline.push({ phase, startMs, endMs });
      onPhase({ phase, startMs, endMs });
    }
  }

  async #tooLong(phase: PhaseName, running: Promise<unknown>): Promise<PhaseFailure> {
    const { limits, graceMs } = this.#options;
    const patience = AbortSignal.any([this.signal, deadlineSignal(graceMs)]);
    const evidence = await orAborted(lastEvidence(running), patience).catch(() => []);
    return new PhaseFailure(phase, `It took longer than ${formatDuration(limits[phase])}.`, evidence);
  }

  #sinceStart(): number {
    return Math.round(this.#options.clock.now() - this.#start);
  }
}

export const makePhases = ({ limits = phaseLimits, graceMs = 6_000, ...options }: PhaseOptions): Phases =>
  new BootPhases({ ...options, limits, graceMs });

const failureOf = (phase: PhaseName, error: unknown): PhaseFailure =>
  new PhaseFailure(phase, messageOf(error), evidenceOf(error), { cause: error });

/** The evidence that work reports after it was stopped: how far it came, and the last lines that it saw. */
const lastEvidence = (stopped: Promise<unknown>): Promise<readonly string[]> => stopped.then(() => [], evidenceOf);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const evidenceOf = (error: unknown): readonly string[] => (error instanceof EvidentError ? error.evidence : []);
