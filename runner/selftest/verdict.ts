import type { Reason } from '../core/reason.ts';
import type { ScenarioRecord } from '../core/result.ts';
import type { Mutant } from './mutant.ts';

/**
 * killed: a step failed. unknown: nothing failed, but a step or the runner could not observe, which is red too. refused:
 * the API server did not take the broken manifest, so that nothing was tested. survived: the scenario stayed green.
 */
export const fates = ['killed', 'unknown', 'refused', 'survived'] as const;
export type Fate = (typeof fates)[number];

export interface Verdict {
  mutant: Mutant;
  fate: Fate;
  /** Steps that turned red by themselves, in order; those they block are not among them. */
  red: { step: string; outcome: 'failed' | 'error'; reason?: Reason }[];
  /** What set-up said, when it was refused or broke. */
  trouble?: string;
}

/** What a mutant's run says of the scenario. */
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
