import { countOf } from '../core/count.ts';
import type { ScenarioRecord } from '../core/result.ts';
import { excerpt, visible } from '../core/visible.ts';
import { scoreOf, staleAcceptances } from '../selftest/score.ts';
import type { Selftest } from '../selftest/selftest.ts';
import type { Verdict } from '../selftest/verdict.ts';

const percent = (share: number): string => `${(Math.floor(share * 1_000) / 10).toFixed(1)} %`;

/** A line for each scenario: the number of mutants that it noticed. */
const scenarioLines = (verdicts: readonly Verdict[]): string[] => {
  const origins = [...new Set(verdicts.map(({ mutant }) => mutant.origin))];
  const width = Math.max(...origins.map(({ length }) => length));
  return origins.map((origin) => {
    const { counts } = scoreOf(verdicts.filter(({ mutant }) => mutant.origin === origin));
    const tested = counts.killed + counts.unknown + counts.survived;
    const notes = [
      counts.survived > 0 ? `${counts.survived} survived` : '',
      counts.unknown > 0 ? `${counts.unknown} unknown` : '',
      counts.refused > 0 ? `${counts.refused} refused` : '',
    ].filter(Boolean);
    return `  ${origin.padEnd(width)}  ${counts.killed} of ${tested} killed${notes.length > 0 ? `, ${notes.join(', ')}` : ''}`;
  });
};

const survivorLines = (survivors: readonly Verdict[], accepted: ReadonlyMap<string, string>): string[] =>
  survivors.flatMap(({ mutant: { id, text } }) => {
    const why = accepted.get(id);
    return [`  ${id}`, `    ${text}`, ...(why === undefined ? [] : [`    accepted: ${why}`])];
  });

/** The first step that did not pass, with the reason. */
const whyUnfit = ({ steps, troubles }: ScenarioRecord): string => {
  const step = steps.find(({ result }) => result.outcome !== 'passed');
  const why = troubles[0]?.diagnostic.message ?? step?.result.reason?.message;
  return why === undefined ? '' : `, ${step ? `${step.planned.id}: ` : ''}${excerpt(why, 300)}`;
};

/** A text for authors: the scenarios, then the mutants that they missed, then the score. */
export const selftestText = (
  { verdicts, unfit }: Selftest,
  accepted: ReadonlyMap<string, string>,
  minScore: number,
): string => {
  const survivors = verdicts.filter(({ fate }) => fate === 'survived');
  const stale = staleAcceptances(verdicts, accepted);
  const { counts, share } = scoreOf(verdicts);
  const total = `${countOf(verdicts.length, 'mutant')}: ${counts.killed} killed, ${counts.unknown} unknown, ${counts.survived} survived, ${counts.refused} refused by the API server.`;
  return `${[
    ...(verdicts.length > 0 ? [...scenarioLines(verdicts), ''] : []),
    ...(unfit.length > 0
      ? [
          'Not tested, because the unchanged scenario does not pass:',
          ...unfit.map((record) => `  ${record.planned.id}: ${record.outcome}${whyUnfit(record)}`),
          '',
        ]
      : []),
    ...(survivors.length > 0
      ? ['Survived: the scenario still passed with this mistake', ...survivorLines(survivors, accepted), '']
      : []),
    ...(stale.length > 0
      ? ['Accepted, but noticed: remove these from the list', ...stale.map((id) => `  ${id}`), '']
      : []),
    total,
    `Mutation score ${percent(share)} (wanted: ${minScore} %).`,
  ]
    .map(visible)
    .join('\n')}\n`;
};

/** All data of every mutant, for other programs. */
export const selftestJson = ({ verdicts, unfit }: Selftest, seed: number): string =>
  `${JSON.stringify(
    {
      seed,
      score: scoreOf(verdicts),
      mutants: verdicts.map(({ mutant: { id, operator, text, origin }, fate, red, trouble }) => ({
        id,
        scenario: origin,
        operator,
        change: text,
        fate,
        red,
        ...(trouble !== undefined && { trouble }),
      })),
      unfit: unfit.map((record) => ({
        scenario: record.planned.id,
        outcome: record.outcome,
        why: whyUnfit(record).replace(/^, /, ''),
      })),
    },
    undefined,
    2,
  )}\n`;
