import { abortable, underDeadline } from '../core/clock.ts';
import { randomName } from '../core/random.ts';
import type { Reason, ReasonCode } from '../core/reason.ts';
import { type Outcome, type StepResult, type Trouble, worstOutcome } from '../core/result.ts';
import type { BoundStep, Scenario } from '../scenario/scenario.ts';
import { type CleanupStack, createCleanup } from './cleanup.ts';
import { createEnvironment, type ScenarioEnvironment } from './environment.ts';
import type { ScenarioOptions } from './options.ts';
import { runStep } from './run-step.ts';
import { UnsimulatedParts } from './unsimulated-parts.ts';
import { findingOf } from './verdict.ts';

/** Milliseconds that a scenario may take to clean up, whatever happened before. */
const cleanupBudget = 30_000;

/** Sets up the namespace of a scenario, runs its steps in order and cleans up. Never rejects: every fault becomes an event. */
export const runScenario = async (scenario: Scenario, options: ScenarioOptions): Promise<Outcome> => {
  const { clock, wall = clock, emit, random } = options;
  const id = scenario.planned.id;
  const start = wall.now();
  const namespace = `plumbline-${options.runId.slice(-4)}-${randomName(random, 6)}`;
  const cleanup = createCleanup(clock, cleanupBudget);
  const outcomes: Outcome[] = [];
  const trouble = (each: Trouble): void => {
    outcomes.push(each.outcome);
    emit({ type: 'trouble', scenario: id, trouble: each });
  };

  emit({ type: 'scenario:start', scenario: id, title: scenario.planned.title, namespace });
  const environment = createEnvironment(scenario, namespace, cleanup, options);
  const parts = new UnsimulatedParts(options.cluster, environment.namespaces);
  const place = { environment, parts };
  const blocked = await setUp(environment, scenario, options, trouble);
  outcomes.push(...(await runSteps(scenario.steps, place, options, blocked)));
  outcomes.push(...(await runCleanupSteps(scenario.cleanup, place, options)));
  if (parts.trouble) trouble(parts.trouble);
  const keep = options.keep && worstOutcome(outcomes) !== 'passed';
  if (!keep) await clean(cleanup, trouble);
  environment.close();

  const outcome = worstOutcome(outcomes);
  emit({ type: 'scenario:end', scenario: id, outcome, durationMs: Math.round(wall.now() - start) });
  return outcome;
};

/** Returns the reason why no step can run; undefined if the set-up succeeded. */
const setUp = async (
  environment: ScenarioEnvironment,
  scenario: Scenario,
  { cluster, signal, strict }: ScenarioOptions,
  trouble: (each: Trouble) => void,
): Promise<Blocked | undefined> => {
  try {
    signal.throwIfAborted();
    const unmet = await cluster.provide(scenario.needs, signal);
    if (unmet.length > 0)
      return { outcome: strict ? 'error' : 'skipped', reason: reason('needs-unmet', unmet.join(' ')) };
    await abortable(environment.prepare(signal), signal);
    return undefined;
  } catch (cause) {
    if (signal.aborted) return interrupted;
    const finding = findingOf(cause, 'the set-up succeeds');
    trouble({
      phase: 'setup',
      outcome: finding.outcome === 'failed' ? 'failed' : 'error',
      diagnostic: {
        code: finding.notSimulated ? 'not-simulated' : 'setup-failed',
        message: finding.reason?.message ?? finding.actual,
        ...(finding.reason?.hint && { hint: finding.reason.hint }),
      },
      evidence: finding.evidence,
      ...(finding.notSimulated && { notSimulated: finding.notSimulated }),
    });
    return { outcome: 'skipped', reason: reason('setup-failed', 'The set-up of the scenario failed.') };
  }
};

interface Blocked {
  outcome: 'skipped' | 'error' | 'not-run';
  reason: Reason;
}

const reason = (code: ReasonCode, message: string): Reason => ({ code, message });
const interrupted: Blocked = {
  outcome: 'not-run',
  reason: reason('interrupted', 'The run was interrupted before this step.'),
};

/** The place in which the steps of a scenario run. */
interface Place {
  environment: ScenarioEnvironment;
  parts: UnsimulatedParts;
}

const runSteps = async (
  steps: readonly BoundStep[],
  { environment, parts }: Place,
  options: ScenarioOptions,
  blocked: Blocked | undefined,
): Promise<Outcome[]> => {
  const outcomes = new Map<string, Outcome>();
  for (const step of steps) {
    const obstacle = blocked ?? obstacleOf(step, outcomes, options);
    const result = obstacle ? notRun(step, obstacle) : parts.review(await runStep(step, environment, options));
    options.emit({ type: 'step:end', scenario: environment.scenario, step: step.planned.id, result });
    outcomes.set(step.planned.id, result.outcome);
  }
  return [...outcomes.values()];
};

const obstacleOf = (
  step: BoundStep,
  outcomes: ReadonlyMap<string, Outcome>,
  { signal, stopped }: ScenarioOptions,
): Blocked | undefined => {
  if (signal.aborted) return interrupted;
  if (stopped()) return { outcome: 'not-run', reason: reason('fail-fast', 'An earlier failure stopped the run.') };
  const missing = step.requires.find((id) => outcomes.get(id) !== 'passed');
  return missing === undefined
    ? undefined
    : { outcome: 'skipped', reason: reason('blocked', `Blocked by ${missing}, which did not pass.`) };
};

const notRun = (step: BoundStep, { outcome, reason }: Blocked): StepResult => ({
  outcome,
  reason,
  expected: step.planned.title,
  actual: 'not observed',
  evidence: [],
  observation: {},
  attempts: 0,
  durationMs: 0,
});

/** Clean-up steps always run, also after an interruption, on a time budget of their own. */
const runCleanupSteps = async (
  steps: readonly BoundStep[],
  place: Place,
  options: ScenarioOptions,
): Promise<Outcome[]> => {
  if (steps.length === 0 || !place.environment.ready) return [];
  return underDeadline(options.clock, cleanupBudget, undefined, (signal) =>
    runSteps(steps, place, { ...options, signal, stopped: () => false }, undefined),
  );
};

const clean = async (cleanup: CleanupStack, trouble: (each: Trouble) => void): Promise<void> => {
  const leftovers = await cleanup.run();
  if (leftovers.length === 0) return;
  trouble({
    phase: 'cleanup',
    outcome: 'error',
    diagnostic: {
      code: 'cleanup-failed',
      message: leftovers.map(({ title, message }) => `${title}: ${message}`).join('; '),
    },
    leftovers: leftovers.map(({ title }) => title),
  });
};
