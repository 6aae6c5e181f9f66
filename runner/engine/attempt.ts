import { abortable, type Clock, underDeadline } from '../core/clock.ts';
import { formatDuration } from '../core/duration.ts';
import { eventually } from '../core/eventually.ts';
import type { JsonObject } from '../core/json.ts';
import type { Finding, StepResult } from '../core/result.ts';
import type { BoundStep } from '../scenario/scenario.ts';
import { failed, unknown } from '../steps/finding.ts';
import type { StepContext } from '../steps/step.ts';
import { findingOf } from './verdict.ts';

/** Milliseconds that a look may take beyond the step's own time. */
const lookAllowance = 30_000;
/** The pause between two looks of a step that watches its objects: only a watch that fails silently needs it. */
const safetyPause = 1_000;

export interface AttemptOptions {
  clock: Clock;
  /** Measures how long the step took. */
  wall: Pick<Clock, 'now'>;
  /** Fires when the run is interrupted. */
  signal: AbortSignal;
  /** Returns the body with its expressions replaced and checked again. Called for each look, because live objects change. */
  resolve(): Promise<JsonObject>;
  context(signal: AbortSignal): StepContext;
  /** Waits for a change of the objects that the step watches, to end a pause early. */
  changed?: (spec: JsonObject, signal: AbortSignal) => ((within: number) => Promise<unknown>) | undefined;
  onProgress(attempt: number, message: string): void;
}

/**
 * Runs one step: looks until the expectation is met or the time is over, then keeps looking for as long as it must stay
 * met. Rejects only if the run is interrupted; everything else becomes a result.
 */
export const attemptStep = async (step: BoundStep, options: AttemptOptions): Promise<StepResult> => {
  const { clock, wall, signal } = options;
  const start = wall.now();
  const longest = step.within + step.holdFor + lookAllowance;
  let attempts = 0;
  const finding = await underDeadline(clock, longest, signal, (deadline) =>
    attemptUnder(deadline, step, { ...options, onLook: () => attempts++ }),
  );
  return { ...finding, attempts, durationMs: Math.round(wall.now() - start) };
};

const attemptUnder = async (
  signal: AbortSignal,
  step: BoundStep,
  options: AttemptOptions & { onLook: () => void },
): Promise<Finding> => {
  const { clock, onLook } = options;
  const context = options.context(signal);
  let last: Finding | undefined;

  const look = async (): Promise<Finding> => {
    onLook();
    const finding = await lookOnce(step, options, context);
    // A look that the time limit cut off has seen nothing: the result of the look before it stands.
    if (signal.aborted && finding.outcome !== 'passed') {
      options.signal.throwIfAborted();
      return last && last.outcome !== 'passed' ? last : outOfTime(step);
    }
    last = finding;
    return finding;
  };

  const { value, held } = await eventually(look, isSettled, {
    clock,
    within: step.within,
    signal: options.signal,
    ...(step.kind.watches && { wait: watchfulPause(options, signal) }),
    onMiss: (attempt) => last && options.onProgress(attempt, last.reason?.message ?? last.actual),
  });
  const { final: _, ...finding } =
    held && value.outcome === 'passed' ? await keepHolding(step, value, look, options) : value;
  return finding;
};

const isSettled = ({ outcome, final }: Finding): boolean =>
  final === true || outcome === 'passed' || outcome === 'skipped';

const lookOnce = async (step: BoundStep, options: AttemptOptions, context: StepContext): Promise<Finding> => {
  let expected = step.planned.title;
  try {
    const spec = await options.resolve();
    expected = step.kind.describe(spec);
    return await abortable(step.kind.run(spec, context), context.signal);
  } catch (cause) {
    return findingOf(cause, expected);
  }
};

/**
 * A pause that ends early when a watched object changes. The watches open only after a first look that did not hold, which
 * is rare; each begins with a list, and another look follows. They need the step's values: without these a timer serves.
 */
const watchfulPause = (
  { changed, clock, resolve }: AttemptOptions,
  signal: AbortSignal,
): ((milliseconds: number, left: number) => Promise<unknown>) => {
  let opened = false;
  let wait: ((within: number) => Promise<unknown>) | undefined;
  const open = async (): Promise<void> => {
    wait = changed?.(await resolve(), signal);
    opened = true;
  };
  return async (milliseconds, left) => {
    if (!opened) await open().catch(() => undefined);
    return wait ? wait(Math.min(safetyPause, left)) : clock.sleep(milliseconds, signal);
  };
};

const keepHolding = async (
  step: BoundStep,
  first: Finding,
  look: () => Promise<Finding>,
  { clock, signal }: AttemptOptions,
): Promise<Finding> => {
  if (step.holdFor === 0) return first;
  const { value, held, elapsed } = await eventually(look, (finding) => finding.outcome !== 'passed', {
    clock,
    within: step.holdFor,
    signal,
    pause: 100,
  });
  if (!held || value.outcome !== 'failed') return value;
  const message = `The expectation was met, and after ${formatDuration(elapsed)} of ${formatDuration(step.holdFor)} it was no longer met: ${value.reason?.message ?? value.actual}`;
  return failed('did-not-hold', message, value, value.reason?.hint);
};

const outOfTime = (step: BoundStep): Finding =>
  unknown('time-ran-out', `No look was complete after ${formatDuration(step.within + lookAllowance)}.`, {
    expected: step.planned.title,
    actual: 'nothing was observed',
  });
