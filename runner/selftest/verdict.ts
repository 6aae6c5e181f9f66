import type { Reason } from '../core/reason.ts';
import type { ScenarioRecord } from '../core/result.ts';
import type { Mutant } from './mutant.ts';

/**
 * killed: a step failed. unknown: no step failed, but a step or the set-up was an error. refused: the API server
 * refused the manifest with the mistake, so nothing was tested. survived: the scenario passed.
 */
export const fates = ['killed', 'unknown', 'refused', 'survived'] as const;
export type Fate = (typeof fates)[number];

export interface Verdict {
  mutant: Mutant;
  fate: Fate;
  /** The steps that failed or were errors, in order, without the steps that they blocked. */
  red: { step: string; outcome: 'failed' | 'error'; reason?: Reason }[];
  /** The message of the set-up, if it failed. */
  trouble?: string;
}

/** The verdict about the scenario, from the run of a mutant. */
export const judge = (mutant: Mutant, { steps, troubles, outcome }: ScenarioRecord): Verdict => {
  const red = steps.flatMap(({ planned, result }) =>
    result.outcome === 'failed' || result.outcome === 'error'
      ? [{ step: planned.id, outcome: result.outcome, ...(result.reason && { reason: result.reason }) }]
      : [],
  );
  const [trouble] = troubles;
  return {
    mutant,
    fate: fateOf(red, trouble?.outcome, outcome === 'passed'),
    red,
    ...(trouble && { trouble: trouble.diagnostic.message }),
  };
};

const fateOf = (red: Verdict['red'], trouble: 'failed' | 'error' | undefined, green: boolean): Fate => {
  if (red.some(({ outcome }) => outcome === 'failed')) return 'killed';
  if (green) return 'survived';
  return trouble === 'failed' && red.length === 0 ? 'refused' : 'unknown';
};
