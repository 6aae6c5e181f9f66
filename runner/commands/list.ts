import { countOf } from '../core/count.ts';
import { exitCodes } from '../core/exit-code.ts';
import { defineCommand } from '../options/command.ts';
import { selectionOptions } from '../options/selection-options.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Shows the scenarios that `run` would run with the same paths and options. */
export const list = defineCommand({
  name: 'list',
  summary: 'show the scenarios that `run` would run',
  words: '[PATH…]',
  notes: 'Examples:\n  plumbline list\n  plumbline list --tag ingress\n  plumbline list --json | jq -r .[].id',
  options: {
    ...selectionOptions,
    json: { type: 'boolean', summary: 'print JSON: id, title, file, tags, source, steps' },
  },
  async run(words, options, io) {
    const { withScenarios } = await import('../options/selection.ts');
    return withScenarios(words, options, io, ({ scenarios }) => {
      io.out(
        options.json
          ? `${JSON.stringify(
              scenarios.map(({ planned }) => planned),
              undefined,
              2,
            )}\n`
          : tableOf(scenarios),
      );
      return exitCodes.passed;
    });
  },
});

const pointsOf = ({ planned }: Scenario): number => planned.steps.reduce((sum, { points = 0 }) => sum + points, 0);

const tableOf = (scenarios: readonly Scenario[]): string => {
  const rows = scenarios.map((scenario) => [
    scenario.planned.id,
    countOf(scenario.steps.length, 'step'),
    countOf(pointsOf(scenario), 'point'),
    scenario.planned.title,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
};
