import type { ScenarioRecord } from '../core/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Mutant } from './mutant.ts';
import { mutantsOf } from './mutants.ts';
import { type EachOptions, impatient, runEach } from './run-each.ts';
import { judge, type Verdict } from './verdict.ts';

export interface SelftestOptions extends EachOptions {
  /** How long a step may try at most, in milliseconds. The unharmed scenario has no more. */
  patience: number;
  /** Which mutants are run; all by default. */
  choose?(mutants: readonly Mutant[]): readonly Mutant[];
  /** Told when the mutants are known, and then of each. */
  onPlan?(count: number): void;
  onVerdict?(verdict: Verdict): void;
}

export interface Selftest {
  /** In the order of the scenarios and of their manifests. */
  verdicts: Verdict[];
  /** Scenarios that do not pass as they are: their mutants say nothing and were not run. */
  unfit: ScenarioRecord[];
}

/**
 * Mutation testing of scenarios: one mistake at a time is made in their manifests, and a scenario that stays green with
 * it has missed it. The unharmed scenario runs first, under the same patience: that is the control.
 */
export const selftest = async (scenarios: readonly Scenario[], options: SelftestOptions): Promise<Selftest> => {
  const { patience, choose = (all) => all, onPlan, onVerdict, ...each } = options;
  const chosen = choose(scenarios.flatMap(mutantsOf));
  const origins = new Set(chosen.map(({ origin }) => origin));
  const tested = scenarios.filter(({ planned }) => origins.has(planned.id));
  const controls = new Map<string, ScenarioRecord>();
  await runEach(
    tested.map((scenario) => impatient(scenario, patience)),
    each,
    (record) => void controls.set(record.planned.id, record),
  );
  const isFit = (id: string): boolean => controls.get(id)?.outcome === 'passed';
  const mutants = chosen.filter(({ origin }) => isFit(origin));
  onPlan?.(mutants.length);

  const byId = new Map(mutants.map((mutant) => [mutant.id, mutant]));
  const verdicts = new Map<string, Verdict>();
  await runEach(
    mutants.map(({ scenario }) => impatient(scenario, patience)),
    each,
    (record) => {
      const mutant = byId.get(record.planned.id);
      if (!mutant) return;
      const verdict = judge(mutant, record);
      verdicts.set(mutant.id, verdict);
      onVerdict?.(verdict);
    },
  );
  return {
    verdicts: mutants.flatMap(({ id }) => verdicts.get(id) ?? []),
    unfit: tested.flatMap(({ planned }) => (isFit(planned.id) ? [] : (controls.get(planned.id) ?? []))),
  };
};
