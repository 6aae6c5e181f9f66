import { defaultProvider, findProvider } from '../cluster/index.ts';
import { countOf } from '../core/count.ts';
import { exitCodes } from '../core/exit-code.ts';
import type { Io } from '../core/io.ts';
import { notSimulatedNotice } from '../core/not-simulated.ts';
import { clusterOptions } from '../options/cluster-options.ts';
import { defineCommand } from '../options/command.ts';
import type { Selected } from '../options/selection.ts';
import { selectionOptions } from '../options/selection-options.ts';

/** Loads scenarios and prints every fault; runs nothing. */
export const check = defineCommand({
  name: 'check',
  summary: 'load scenarios, show all faults, run nothing',
  words: '[PATH…]',
  notes:
    'Examples:\n  plumbline check\n  plumbline check scenarios/ingress my-scenario.yaml\n  plumbline check --cluster kind',
  options: {
    ...selectionOptions,
    cluster: {
      ...clusterOptions.cluster,
      summary: `show what this cluster does not simulate (default: ${defaultProvider.name})`,
    },
  },
  async run(words, options, io) {
    const { withScenarios } = await import('../options/selection.ts');
    return withScenarios(words, options, io, async (selected) => {
      if (!(await isSimulated(selected, options.cluster, io))) return exitCodes.environment;
      const { scenarios } = selected;
      const steps = scenarios.reduce((sum, { steps, cleanup }) => sum + steps.length + cleanup.length, 0);
      io.out(`${countOf(scenarios.length, 'scenario')} with ${countOf(steps, 'step')}: no faults.\n`);
      return exitCodes.passed;
    });
  },
});

/** Whether the cluster has everything in the manifests. Otherwise prints the rest, each thing at its first place. */
const isSimulated = async ({ scenarios, config, texts }: Selected, cluster: string | undefined, io: Io) => {
  const [{ limitDiagnostics, unsimulatedThings }, { printEach }] = await Promise.all([
    import('../options/limits.ts'),
    import('../options/selection.ts'),
  ]);
  const limits = await findProvider(cluster ?? config.cluster ?? defaultProvider.name).limits?.();
  if (!limits) return true;
  const things = unsimulatedThings(scenarios, limits, config.simulatedImages);
  printEach({ diagnostics: limitDiagnostics(things), texts }, io);
  const notice = notSimulatedNotice(things.keys());
  if (notice) io.err(`${notice}\n`);
  return !notice;
};
