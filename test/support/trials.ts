import type { JsonObject } from '../../runner/core/json.ts';
import type { ReasonCode } from '../../runner/core/reason.ts';
import { explain, type Lab, load, redSteps, renamed } from './lab.ts';
import { environmentTrials } from './trials/environment.ts';
import { externalNameTrials } from './trials/external-name.ts';
import { loadBalancerTrials } from './trials/load-balancer.ts';
import { resolverTrials } from './trials/resolver.ts';
import { srvTrials } from './trials/srv.ts';
import { tlsTrials } from './trials/tls.ts';

/** A scenario about one kind of step: all steps pass, or exactly the last is red for this reason. */
export interface Trial {
  name: string;
  needs?: JsonObject;
  namespaces?: string[];
  /** Manifests, applied in this order. */
  given: JsonObject[];
  steps: JsonObject[];
  red?: ReasonCode;
  /** What a student must read in the reason. */
  says?: RegExp;
  /** Not beside others: it asks for what a cluster has once. */
  serial?: boolean;
}

/** All trials: the same on every cluster. */
export const trials: readonly Trial[] = [
  ...environmentTrials,
  ...resolverTrials,
  ...externalNameTrials,
  ...srvTrials,
  ...loadBalancerTrials,
  ...tlsTrials,
];

/** JSON is YAML. */
const textOf = ({ name, needs = {}, namespaces = [], given, steps, serial = false }: Trial): string =>
  JSON.stringify({
    title: name,
    ...(Object.keys(needs).length > 0 && { needs }),
    ...(namespaces.length > 0 && { namespaces }),
    ...(serial && { serial }),
    given: given.map((manifest) => ('file' in manifest ? manifest : { manifest })),
    steps,
  });

/** What the trials show on a cluster: a line for each that is not exactly as it must be. */
export const runTrials = async (lab: Lab, parallel: number, chosen = trials): Promise<string[]> => {
  const scenarios = await Promise.all(
    chosen.map(async (trial) => {
      const scenario = await load('trials/trial.yaml', textOf(trial));
      const last = scenario.steps.at(-1);
      // What is wrong stays wrong; what passes has its usual time.
      if (trial.red && last) last.within = Math.min(last.within, lab.patience);
      return renamed(scenario, trial.name);
    }),
  );
  const records = await lab.runAll(scenarios, parallel);
  return chosen.flatMap((trial, index) => {
    const record = records[index];
    if (!record) return [`${trial.name}: it did not run`];
    const [first, ...others] = redSteps(record);
    const { reason, outcome } = first?.result ?? {};
    const fits = trial.red
      ? first === record.steps.at(-1) &&
        outcome === 'failed' &&
        reason?.code === trial.red &&
        (trial.says ?? /./).test(`${reason.message} ${reason.hint ?? ''}`)
      : record.outcome === 'passed';
    return fits && others.length === 0 && record.troubles.length === 0
      ? []
      : [`${trial.name}: expected ${trial.red ?? 'passed'} ${trial.says ?? ''}\n${explain(record)}`];
  });
};
