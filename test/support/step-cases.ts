import type { ScenarioRecord } from '../../runner/core/result.ts';
import type { Scenario } from '../../runner/scenario/scenario.ts';
import { explain, type Lab, load, renamed } from './lab.ts';

/** The expected result of a step: `passed`, or an outcome with its reason and a text that must be in it. */
export type Shown = string | readonly [verdict: string, says: RegExp];

/** A scenario that tests kinds on a cluster, and the expected result of each step. */
export interface StepCase {
  name: string;
  /** The YAML of the list in `given:`, indented by two; empty if there is none. */
  given?: string;
  /** The YAML of the list in `steps:`, indented by two. */
  steps: string;
  /** The expected results, in the order of the steps. */
  shows: readonly Shown[];
  /** Other keys of the scenario, such as `needs: { loadBalancer: true }`. */
  more?: string;
  /**
   * How long a step that must fail may keep trying: briefly, if its state is already settled; as long as pods need to
   * start (default); or its whole time.
   */
  patience?: 'settled' | 'starting' | 'whole';
}

/** A list for StepCase, as JSON, which is YAML. */
export const listText = (list: readonly object[]): string => `  ${JSON.stringify(list)}`;

const textOf = ({ given = '', steps, more = '' }: StepCase): string =>
  `title: A case\n${more}\n${given.trim() ? `given:\n${given}\n` : ''}steps:\n${steps}\n`;

const validate = ({ name, shows }: StepCase, record: ScenarioRecord | undefined): string[] => {
  if (!record) return [`${name}: it did not run`];
  const wrong = record.steps.some(({ result }, index) => {
    const [verdict, says] = [shows[index] ?? []].flat();
    const seen = result.reason ? `${result.outcome} ${result.reason.code}` : result.outcome;
    const text = [result.reason?.message, result.reason?.hint, ...result.evidence.map((each) => each.text)].join('\n');
    return verdict !== seen || (says instanceof RegExp && !says.test(text));
  });
  const sound = !wrong && record.steps.length === shows.length && record.troubles.length === 0;
  return sound ? [] : [`${name}: expected ${shows.map((each) => String(each)).join('; ')}\n${explain(record)}`];
};

/** Nothing repairs a step that must fail, so it need not try for longer than the cluster needs to show the reason. */
const scenarioOf = async (each: StepCase, lab: Lab): Promise<Scenario> => {
  const scenario = renamed(await load('cases/case.yaml', textOf(each)), each.name);
  const most = { settled: lab.patience, starting: lab.bootPatience, whole: Number.POSITIVE_INFINITY };
  scenario.steps.forEach((step, index) => {
    if (each.shows[index] !== 'passed') step.within = Math.min(step.within, most[each.patience ?? 'starting']);
  });
  return scenario;
};

/** Runs cases in parallel. Returns a line for each result that differs from the expected one. */
export const runCases = async (lab: Lab, cases: readonly StepCase[], parallel: number): Promise<string[]> => {
  const scenarios = await Promise.all(cases.map((each) => scenarioOf(each, lab)));
  const records = await lab.runAll(scenarios, parallel);
  return cases.flatMap((each) =>
    validate(
      each,
      records.find(({ planned }) => planned.id === each.name),
    ),
  );
};
