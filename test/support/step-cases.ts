import type { ScenarioRecord } from '../../runner/core/result.ts';
import type { Scenario } from '../../runner/scenario/scenario.ts';
import { explain, type Lab, load, renamed } from './lab.ts';

/** The result that a step must have: `passed`, or an outcome and reason code, and a pattern for the message. */
export type ExpectedResult = string | readonly [verdict: string, message: RegExp];

/** A scenario that tries kinds on a cluster, and the expected result of each step. */
export interface StepCase {
  name: string;
  /** The YAML list below `given:`, indented by two. */
  given?: string;
  /** The YAML list below `steps:`, indented by two. */
  steps: string;
  /** One for each step, in order. */
  results: readonly ExpectedResult[];
  /** Other keys of the scenario, such as `needs: { loadBalancer: true }`. */
  more?: string;
  /**
   * How long a step that must fail may keep trying: briefly, because the cluster has settled; as long as pods need to
   * start (default); or its whole time.
   */
  patience?: 'settled' | 'starting' | 'whole';
}

/** A list in the form that StepCase needs: JSON is YAML. */
export const listText = (list: readonly object[]): string => `  ${JSON.stringify(list)}`;

const textOf = ({ given = '', steps, more = '' }: StepCase): string =>
  `title: A case\n${more}\n${given.trim() ? `given:\n${given}\n` : ''}steps:\n${steps}\n`;

const validate = ({ name, results }: StepCase, record: ScenarioRecord | undefined): string[] => {
  if (!record) return [`${name}: it did not run`];
  const isWrong = record.steps.some(({ result }, index) => {
    const [verdict, message] = [results[index] ?? []].flat();
    const seen = result.reason ? `${result.outcome} ${result.reason.code}` : result.outcome;
    const text = [result.reason?.message, result.reason?.hint, ...result.evidence.map((each) => each.text)].join('\n');
    return verdict !== seen || (message instanceof RegExp && !message.test(text));
  });
  const isRight = !isWrong && record.steps.length === results.length && record.troubles.length === 0;
  return isRight ? [] : [`${name}: expected ${results.map((each) => String(each)).join('; ')}\n${explain(record)}`];
};

/**
 * Nothing repairs a broken scenario, so a step that must fail need not try longer than the cluster takes to show why.
 */
const scenarioOf = async (each: StepCase, lab: Lab): Promise<Scenario> => {
  const scenario = renamed(await load('cases/case.yaml', textOf(each)), each.name);
  const limits = { settled: lab.patience, starting: lab.bootPatience, whole: Number.POSITIVE_INFINITY };
  scenario.steps.forEach((step, index) => {
    if (each.results[index] !== 'passed') step.within = Math.min(step.within, limits[each.patience ?? 'starting']);
  });
  return scenario;
};

/** Runs cases in parallel, and returns a message for each that has another result than expected. */
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
