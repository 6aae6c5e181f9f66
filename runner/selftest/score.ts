import type { Random } from '../core/random.ts';
import type { Selftest } from './selftest.ts';
import { type Fate, fates, type Verdict } from './verdict.ts';

export interface Score {
  counts: Record<Fate, number>;
  /** The fraction of tested mutants that were killed, from 0 to 1; 1 if none was tested. */
  share: number;
}

/** Counts the fates. An unknown fate does not count as killed. A mutant that the API server refused was not tested. */
export const scoreOf = (verdicts: readonly Verdict[]): Score => {
  const counts = Object.fromEntries(
    fates.map((fate) => [fate, verdicts.filter((verdict) => verdict.fate === fate).length]),
  ) as Record<Fate, number>;
  const tested = counts.killed + counts.unknown + counts.survived;
  return { counts, share: tested === 0 ? 1 : counts.killed / tested };
};

/** A random sample of a list. The same seed gives the same sample. */
export const sampleOf = <Item>(items: readonly Item[], size: number, random: Random): Item[] => {
  const left = [...items];
  const taken: Item[] = [];
  while (taken.length < size && left.length > 0) taken.push(...left.splice(Math.floor(random() * left.length), 1));
  return taken;
};

/** Whether all scenarios are fit, the score is reached, and all accepted survivors did survive. */
export const isReached = (
  { verdicts, unfit }: Selftest,
  minScore: number,
  accepted: ReadonlyMap<string, string>,
): boolean =>
  unfit.length === 0 && scoreOf(verdicts).share * 100 >= minScore && staleAcceptances(verdicts, accepted).length === 0;

/** Mutants that are accepted as survivors but did not survive. */
export const staleAcceptances = (verdicts: readonly Verdict[], accepted: ReadonlyMap<string, string>): string[] =>
  verdicts.filter(({ mutant, fate }) => fate !== 'survived' && accepted.has(mutant.id)).map(({ mutant }) => mutant.id);
