import type { Random } from '../core/random.ts';
import type { Selftest } from './selftest.ts';
import { type Fate, fates, type Verdict } from './verdict.ts';

export interface Score {
  counts: Record<Fate, number>;
  /** Killed mutants among those that were tested, 0 to 1; 1 when none was. */
  share: number;
}

/** Unknown is not noticed. Mutants that the API server refused tested nothing: they count for neither side. */
export const scoreOf = (verdicts: readonly Verdict[]): Score => {
  const counts = Object.fromEntries(
    fates.map((fate) => [fate, verdicts.filter((verdict) => verdict.fate === fate).length]),
  ) as Record<Fate, number>;
  const tested = counts.killed + counts.unknown + counts.survived;
  return { counts, share: tested === 0 ? 1 : counts.killed / tested };
};

/** So many of a list, in a random order that the same seed repeats. */
export const sampleOf = <Item>(items: readonly Item[], size: number, random: Random): Item[] => {
  const left = [...items];
  const taken: Item[] = [];
  while (taken.length < size && left.length > 0) taken.push(...left.splice(Math.floor(random() * left.length), 1));
  return taken;
};

/** Whether the scenarios are good enough: all fit, the score reached, and nobody accepts what does not survive. */
export const isReached = (
  { verdicts, unfit }: Selftest,
  minScore: number,
  accepted: ReadonlyMap<string, string>,
): boolean =>
  unfit.length === 0 && scoreOf(verdicts).share * 100 >= minScore && staleAcceptances(verdicts, accepted).length === 0;

/** Mutants that are accepted as survivors and did not survive. */
export const staleAcceptances = (verdicts: readonly Verdict[], accepted: ReadonlyMap<string, string>): string[] =>
  verdicts.filter(({ mutant, fate }) => fate !== 'survived' && accepted.has(mutant.id)).map(({ mutant }) => mutant.id);
