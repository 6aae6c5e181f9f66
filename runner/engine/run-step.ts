import type { Needs } from '../cluster/cluster.ts';
import type { JsonObject } from '../core/json.ts';
import type { StepResult } from '../core/result.ts';
import type { BoundStep } from '../scenario/scenario.ts';
import { failed, unknown } from '../steps/finding.ts';
import type { StepContext } from '../steps/step.ts';
import { attemptStep } from './attempt.ts';
import type { ScenarioEnvironment } from './environment.ts';
import type { ScenarioOptions } from './options.ts';

/** The fewest milliseconds between two progress events of a step. */
const progressPause = 300;

/** Checks the needs of a step, runs it and stores its captures. Never rejects. */
export const runStep = async (
  step: BoundStep,
  environment: ScenarioEnvironment,
  options: ScenarioOptions,
): Promise<StepResult> => {
  const { cluster, clock, wall = clock, emit, signal } = options;
  const scenario = environment.scenario;
  emit({ type: 'step:start', scenario, step: step.planned.id, title: step.planned.title });
  const start = wall.now();
  let reported = Number.NEGATIVE_INFINITY;
  try {
    const unmet = await cluster.provide(needsOf(step), signal);
    if (unmet.length > 0) return needsUnmet(step, unmet, options.strict);
    const result = await attemptStep(step, {
      clock,
      wall,
      signal,
      resolve: () => environment.resolve(step),
      context: (stepSignal) => environment.context(stepSignal, step),
      changed: (spec, stepSignal) => changesOf(step, spec, environment.context(stepSignal, step), options),
      onProgress: (attempt, message) => {
        if (wall.now() - reported < progressPause) return;
        reported = wall.now();
        emit({ type: 'step:progress', scenario, step: step.planned.id, attempt, message });
      },
    });
    const title = await environment.title(step);
    const titled = { ...result, ...(title !== undefined && { title }) };
    return result.outcome === 'passed' ? environment.capture(step, titled) : titled;
  } catch (cause) {
    const seen = { expected: step.planned.title, actual: 'not observed' };
    const finding = signal.aborted
      ? unknown('interrupted', 'The run was interrupted during this step.', seen)
      : unknown('internal', `A fault in Plumbline itself: ${cause instanceof Error ? cause.message : String(cause)}`, {
          ...seen,
          evidence: [{ title: 'stack', text: cause instanceof Error ? (cause.stack ?? '') : '' }],
        });
    return { ...finding, attempts: 0, durationMs: Math.round(wall.now() - start) };
  }
};

/** The needs of the step itself, of its kind, and of the steps inside it. */
const needsOf = (step: BoundStep): Needs =>
  Object.assign({}, step.needs, ...[step, ...step.inner].map(({ kind, spec }) => kind.needs?.(spec)));

const needsUnmet = (step: BoundStep, unmet: readonly string[], strict: boolean): StepResult => {
  const finding = failed('needs-unmet', unmet.join(' '), { expected: step.planned.title, actual: 'not observed' });
  return { ...finding, outcome: strict ? 'error' : 'skipped', attempts: 0, durationMs: 0 };
};

const changesOf = (
  { kind }: BoundStep,
  spec: JsonObject,
  context: StepContext,
  { changes }: ScenarioOptions,
): ((within: number) => Promise<boolean>) | undefined => {
  const queries = kind.watches?.(spec, context) ?? [];
  if (queries.length === 0) return undefined;
  const subscription = changes.subscribe(queries, context.signal);
  return (within) => subscription.changed(within);
};
