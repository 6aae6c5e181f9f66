import type { ScenarioRecord } from '../core/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Mutant } from './mutant.ts';
import { mutantsOf } from './mutants.ts';
import { type EachOptions, impatient, runEach } from './run-each.ts';
import { judge, type Verdict } from './verdict.ts';

export interface SelftestOptions extends EachOptions {
  /** The maximum time of a step in milliseconds. It also applies to the original scenario. */
  patience: number;
  /** Chooses the mutants to run. Default: all. */
  choose?(mutants: readonly Mutant[]): readonly Mutant[];
  /** Called with the number of mutants when it is known. */
  onPlan?(count: number): void;
  onVerdict?(verdict: Verdict): void;
}

export interface Selftest {
  /** The verdicts in the order of the scenarios and of their manifests. */
  verdicts: Verdict[];
  /** Scenarios that do not pass without a mistake. Their mutants would prove nothing, so they were not run. */
  unfit: ScenarioRecord[];
}

/**
 * Mutation testing of scenarios. Each mutant has one mistake in its manifests, and a scenario that still passes has
 * missed it. As a control, the original scenario runs first, with the same time limit.
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
