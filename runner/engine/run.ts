import type { Scenario } from '../scenario/scenario.ts';
import type { ScenarioOptions } from './options.ts';
import { runScenario } from './run-scenario.ts';

export interface RunOptions extends Omit<ScenarioOptions, 'stopped'> {
  scenarios: readonly Scenario[];
  /** The number of scenarios that run at the same time; those marked serial run alone. */
  parallel: number;
  failFast: boolean;
}

/** Runs scenarios in parallel, then the serial ones one by one. Never rejects: every fault becomes an event. */
export const runScenarios = async ({ scenarios, parallel, failFast, ...options }: RunOptions): Promise<void> => {
  let stop = false;
  const runOne = async (scenario: Scenario): Promise<void> => {
    const outcome = await runScenario(scenario, { ...options, stopped: () => stop });
    if (failFast && (outcome === 'failed' || outcome === 'error')) stop = true;
  };
  await inParallel(waitingFirst(scenarios.filter((each) => !each.serial)), parallel, runOne);
  await inParallel(
    scenarios.filter((each) => each.serial),
    1,
    runOne,
  );
};

const waitsForKubectl = (scenario: Scenario): boolean =>
  [scenario, ...scenario.steps].some(({ needs }) => needs.kubectl);

/** Scenarios that start processes on this machine come first: while they wait for a process, others run. */
const waitingFirst = (scenarios: readonly Scenario[]): Scenario[] => [
  ...scenarios.filter(waitsForKubectl),
  ...scenarios.filter((each) => !waitsForKubectl(each)),
];

const inParallel = async <Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> => {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker));
};
