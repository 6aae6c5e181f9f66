import { DiagnosticError } from '../core/diagnostic.ts';
import { exitCodes } from '../core/exit-code.ts';
import { defineCommand } from '../options/command.ts';

/** Ends clusters that `up` started. */
export const down = defineCommand({
  name: 'down',
  summary: 'end clusters that `up` started, and remove their files and containers',
  words: '[NAME…]',
  notes:
    'Without NAME it ends the cluster called default.\n\nExamples:\n  plumbline down\n  plumbline down real\n  plumbline down --all',
  options: { all: { type: 'boolean', summary: 'end every cluster that was started in this folder' } },
  async run(words, { all }, io) {
    const [{ endCluster }, { checkName, listClusters }, { defaultName }] = await Promise.all([
      import('../standing/end-cluster.ts'),
      import('../standing/standing-cluster.ts'),
      import('../standing/take-name.ts'),
    ]);
    if (all && words.length > 0)
      throw new DiagnosticError({ code: 'option-invalid', message: '--all cannot be combined with a NAME.' });
    const named = words.length > 0 ? words.map(checkName) : [defaultName];
    const names = all ? listClusters(io.cwd) : named;
    if (names.length === 0) io.out('No cluster is running here.\n');
    const faults: unknown[] = [];
    for (const name of names) {
      try {
        io.out(`${(await endCluster(name, io)).text}\n`);
      } catch (cause) {
        // The other clusters must end too.
        faults.push(cause);
      }
    }
    if (faults.length === 0) return exitCodes.passed;
    const unforeseen = faults.find((each) => !(each instanceof DiagnosticError));
    if (unforeseen) throw unforeseen;
    throw new DiagnosticError(...faults.flatMap((each) => (each instanceof DiagnosticError ? each.diagnostics : [])));
  },
});
