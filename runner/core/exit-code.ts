import type { RunRecord, ScenarioRecord, StepResult } from './result.ts';

/** Exit codes by their meaning. */
export const exitCodes = {
  passed: 0,
  failed: 1,
  usage: 2,
  environment: 3,
  nothing: 4,
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
} as const;

/** 128 and the signal's number, as in shells. */
const signalCodes: Record<string, number> = {
  SIGHUP: exitCodes.SIGHUP,
  SIGINT: exitCodes.SIGINT,
  SIGTERM: exitCodes.SIGTERM,
};

/**
 * 0: all passed. 1: an expectation failed. 3: some result is unknown (wins over 1). 4: nothing was selected, or this
 * cluster could run none of it. 129, 130, 143: interrupted. Anything unforeseen is unknown, and never 0.
 */
export const exitCodeOf = (record: RunRecord): number => {
  if (record.interrupted !== undefined) return signalCodes[record.interrupted] ?? 3;
  if (!record.complete) return 3;
  const verdicts = new Set([
    ...record.troubles.map(({ outcome }): Verdict => outcome),
    ...record.scenarios.flatMap(verdictsOf),
  ]);
  if (verdicts.has('error')) return 3;
  if (verdicts.has('failed')) return 1;
  return verdicts.has('passed') ? 0 : 4;
};

type Verdict = 'passed' | 'failed' | 'error' | 'none';

const verdictsOf = (scenario: ScenarioRecord): Verdict[] => [
  ...scenario.troubles.map(({ outcome }) => outcome),
  // If a damaged line lost a step's result, the scenario's own outcome still shows it.
  ...([scenario.outcome].filter((outcome) => outcome === 'failed' || outcome === 'error') as Verdict[]),
  ...scenario.steps.map(({ result }) => verdictOf(result, scenario)),
];

const verdictOf = ({ outcome, reason }: StepResult, scenario: ScenarioRecord): Verdict => {
  if (outcome === 'not-run') return reason?.code === 'fail-fast' ? 'failed' : 'error';
  if (outcome !== 'skipped') return outcome;
  return reason?.code === 'needs-unmet' || isExplained(scenario) ? 'none' : 'error';
};

/** True if the cause of a skipped step is counted itself, or is an unmet need. */
const isExplained = ({ steps, troubles }: ScenarioRecord): boolean =>
  troubles.length > 0 ||
  steps.some(({ result: { outcome, reason } }) =>
    outcome === 'skipped' ? reason?.code === 'needs-unmet' : outcome !== 'passed',
  );
