import type { ScenarioRecord } from '../../runner/core/result.ts';
import type { Scenario } from '../../runner/scenario/scenario.ts';
import { explain, type Lab, load, renamed } from './lab.ts';

/** What a step of a case must show: `passed`, or an outcome with its reason and what a reader must find in it. */
export type Shown = string | readonly [verdict: string, says: RegExp];

/** A scenario that tries kinds on a cluster, and what each of its steps must show. */
export interface StepCase {
  name: string;
  /** YAML of `given:`'s list, indented by two; empty when nothing is given. */
  given?: string;
  /** YAML of `steps:`'s list, indented by two. */
  steps: string;
  /** In the order of the steps. */
  shows: readonly Shown[];
  /** Other words of the scenario, such as `needs: { loadBalancer: true }`. */
  more?: string;
  /**
   * How long a step that must turn red may keep trying: briefly, for all is settled by then; as long as pods need to
   * start (default); or its whole time.
   */
  patience?: 'settled' | 'starting' | 'whole';
}

/** A list as StepCase wants it: JSON is YAML. */
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

/** Nothing repairs what must turn red: such a step need not try for longer than the cluster needs to show why. */
const scenarioOf = async (each: StepCase, lab: Lab): Promise<Scenario> => {
  const scenario = renamed(await load('cases/case.yaml', textOf(each)), each.name);
  const most = { settled: lab.patience, starting: lab.bootPatience, whole: Number.POSITIVE_INFINITY };
  scenario.steps.forEach((step, index) => {
    if (each.shows[index] !== 'passed') step.within = Math.min(step.within, most[each.patience ?? 'starting']);
  });
  return scenario;
};

/** Runs cases side by side: a line for each that is not exactly as it must be. */
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
