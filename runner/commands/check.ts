import { countOf } from '../core/count.ts';
import { exitCodes } from '../core/exit-code.ts';
import { defineCommand } from '../options/command.ts';
import { selectionOptions } from '../options/selection-options.ts';

/** Loads scenarios and prints every fault; runs nothing. */
export const check = defineCommand({
  name: 'check',
  summary: 'load scenarios, show all faults, run nothing',
  words: '[PATH…]',
  notes: 'Examples:\n  plumbline check\n  plumbline check scenarios/ingress my-scenario.yaml',
  options: selectionOptions,
  async run(words, options, io) {
    const { withScenarios } = await import('../options/selection.ts');
    return withScenarios(words, options, io, ({ scenarios }) => {
      const steps = scenarios.reduce((sum, { steps, cleanup }) => sum + steps.length + cleanup.length, 0);
      io.out(`${countOf(scenarios.length, 'scenario')} with ${countOf(steps, 'step')}: no faults.\n`);
      return exitCodes.passed;
    });
  },
});
