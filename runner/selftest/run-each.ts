import { eventVersion, type RunEvent } from '../core/events.ts';
import { fold } from '../core/fold.ts';
import type { ScenarioRecord } from '../core/result.ts';
import type { Emit } from '../engine/options.ts';
import { type RunOptions, runScenarios } from '../engine/run.ts';
import type { Scenario } from '../scenario/scenario.ts';

export type EachOptions = Omit<RunOptions, 'scenarios' | 'emit' | 'failFast' | 'strict' | 'keep'>;

/** Runs scenarios and reports the record of each when it ends. It does not keep the records of ended scenarios. */
export const runEach = async (
  scenarios: readonly Scenario[],
  options: EachOptions,
  onRecord: (record: ScenarioRecord) => void,
): Promise<void> => {
  const planned = new Map(scenarios.map((scenario) => [scenario.planned.id, scenario.planned]));
  const running = new Map<string, RunEvent[]>();
  const emit: Emit = (event) => {
    const scenario = 'scenario' in event ? event.scenario : undefined;
    if (scenario === undefined) return;
    const events = running.get(scenario) ?? [];
    running.set(scenario, events);
    events.push({ ...event, at: options.clock.date().toISOString() } as RunEvent);
    const plan = planned.get(scenario);
    if (event.type !== 'scenario:end' || !plan) return;
    running.delete(scenario);
    const start: RunEvent = {
      type: 'run:start',
      version: eventVersion,
      runId: options.runId,
      tool: '',
      seed: 0,
      provider: '',
      plan: [plan],
      at: options.clock.date().toISOString(),
    };
    const [record] = fold([start, ...events]).scenarios;
    if (record) onRecord(record);
  };
  await runScenarios({ ...options, scenarios, emit, failFast: false, strict: false, keep: false });
};

/** The same scenario with a shorter time limit for each step: a mutant's mistake does not disappear by waiting. */
export const impatient = (scenario: Scenario, patience: number): Scenario => ({
  ...scenario,
  steps: scenario.steps.map((step) => ({ ...step, within: Math.min(step.within, patience) })),
});
