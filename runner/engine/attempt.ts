import { abortable, type Clock, underDeadline } from '../core/clock.ts';
import { formatDuration } from '../core/duration.ts';
import { eventually } from '../core/eventually.ts';
import type { JsonObject } from '../core/json.ts';
import type { Finding, StepResult } from '../core/result.ts';
import type { BoundStep } from '../scenario/scenario.ts';
import { failed, unknown } from '../steps/finding.ts';
import type { StepContext } from '../steps/step.ts';
import { findingOf } from './verdict.ts';

/** How long one look may take beyond the step's own time, in milliseconds. */
const lookAllowance = 30_000;
/** The pause between looks of a step that is told of changes: only a watch that died silently needs it. */
const safetyPause = 1_000;

export interface AttemptOptions {
  clock: Clock;
  /** For how long it took. */
  wall: Pick<Clock, 'now'>;
  /** The run's: fires when it is interrupted. */
  signal: AbortSignal;
  /** The body with its expressions replaced, checked again. Called for each look: live objects change. */
  resolve(): Promise<JsonObject>;
  context(signal: AbortSignal): StepContext;
  /** Ends the pause early when one of the step's watched objects changed. */
  changed?: (spec: JsonObject, signal: AbortSignal) => ((within: number) => Promise<unknown>) | undefined;
  onProgress(attempt: number, message: string): void;
}

/**
 * One step: looks until it holds or its time is over, then keeps looking while it must hold. Rejects only when the
 * run is interrupted; all else becomes a result.
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
    // Cut off by the end of the time, a look has seen nothing: what was seen before stands.
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
 * Ends when something changed. Watches are opened when the first look was in vain, which most are not; they begin with a list,
 * after which comes another look. They need the step's values: while these are not known the timer serves.
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
  const message = `It held, and stopped holding after ${formatDuration(elapsed)} of ${formatDuration(step.holdFor)}: ${value.reason?.message ?? value.actual}`;
  return failed('did-not-hold', message, value, value.reason?.hint);
};

const outOfTime = (step: BoundStep): Finding =>
  unknown('time-ran-out', `No look was complete after ${formatDuration(step.within + lookAllowance)}.`, {
    expected: step.planned.title,
    actual: 'nothing was observed',
  });
