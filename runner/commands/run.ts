import { join } from 'node:path';
import type { Io } from '../core/io.ts';
import { clusterOptions, clusterSettingsOf } from '../options/cluster-options.ts';
import { defineCommand, type OptionTable, type OptionValues } from '../options/command.ts';
import type { Config } from '../options/config.ts';
import { makeSeed } from '../options/run-id.ts';
import { selectionOptions } from '../options/selection-options.ts';
import type { RunSettings } from '../run/run-selected.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** The folder of the runs' records, below the working directory. */
export const recordFolder = join('.plumbline', 'runs');

const options = {
  ...selectionOptions,
  ...clusterOptions,
  reporter: {
    type: 'strings',
    value: 'NAME[=FILE]',
    summary: 'a report, on the screen or into a file (may be repeated; default: the first below)',
    list: { title: 'Reporters', load: async () => (await import('../../reporters/index.ts')).reporters },
  },
  parallel: { type: 'number', value: 'N', summary: 'run N scenarios at the same time (default: 4)' },
  seed: { type: 'number', value: 'N', summary: 'repeat the random choices of an earlier run' },
  failFast: { type: 'boolean', summary: 'stop after the first scenario that does not pass' },
  strict: { type: 'boolean', summary: 'count a need that the cluster cannot meet as an error, not as a skip' },
  keep: { type: 'boolean', summary: 'keep the cluster, and the namespaces of scenarios that did not pass' },
} as const satisfies OptionTable;

/** Loads scenarios, starts a cluster, runs them and reports. */
export const run = defineCommand({
  name: 'run',
  summary: 'start a cluster, run scenarios on it, report',
  words: '[PATH…]',
  notes: [
    'PATH is a scenario, a folder or a glob. Default: the paths in plumbline.yaml, else scenarios/.',
    '',
    'Examples:',
    '  plumbline run',
    '  plumbline run --workers 2 --reporter junit=report.xml scenarios/exposing-services',
    '  plumbline run --tag ingress --fail-fast --keep',
    '',
    'Exit codes: 0 all passed, 1 an expectation failed, 2 wrong usage or an invalid file, 3 some result is unknown',
    'because the cluster or the machine failed, 4 no scenario was selected, 130 or 143 interrupted.',
  ].join('\n'),
  options,
  async run(words, given, io) {
    const { withScenarios } = await import('../options/selection.ts');
    return withScenarios(words, given, io, async ({ scenarios, config }) => {
      const { runSelected } = await import('../run/run-selected.ts');
      return runSelected(settingsOf(scenarios, given, config, io), io);
    });
  },
});

/** An option overrides `plumbline.yaml`, which overrides the default. */
export const settingsOf = (
  scenarios: readonly Scenario[],
  given: OptionValues<typeof options>,
  config: Config,
  { env, cwd }: Pick<Io, 'env' | 'cwd'>,
): RunSettings => ({
  ...clusterSettingsOf(given, config, { env }),
  scenarios,
  reporters: given.reporter,
  parallel: Math.max(1, given.parallel ?? config.parallel ?? 4),
  seed: given.seed ?? makeSeed(),
  failFast: given.failFast,
  strict: given.strict,
  keep: given.keep,
  recordFolder: join(cwd, recordFolder),
});
