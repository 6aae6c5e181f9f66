import { list, object, string } from '../../core/shape.ts';
import { commandLine } from '../../probe/command-line.ts';
import { defineStep } from '../step.ts';
import { type CommandExpectation, commandFields, judgeCommand } from './support/command-expectation.ts';
import { runProgram } from './support/run-program.ts';

export interface KubectlSpec extends CommandExpectation {
  args: string[];
}

/** Runs kubectl against the cluster, in the scenario's namespace. */
export const kubectl = defineStep<KubectlSpec>({
  key: 'kubectl',
  group: 'act',
  summary: 'A kubectl command ends as expected.',
  description: `
Runs the \`kubectl\` program on the machine that runs Plumbline, with a kubeconfig of its own: the scenario's namespace is the
default, and the user's settings, cache and environment are not used. No shell interprets the arguments. Standard input is
closed. If there is no \`kubectl\` on the PATH, the scenario is skipped. The output of kubectl differs between its versions: use
\`resource-matches\` to check an object itself.
`.trim(),
  shape: object(
    {
      args: list(string('A word.', { minLength: 0 }), 'The arguments of kubectl, one item each.'),
      ...commandFields,
    },
    'The arguments, and how the command ends.',
  ),
  example: `
args: [get, service, nope]
exit: 1
stderr: { contains: 'services "nope" not found' }
`.trim(),
  within: 0,
  needs: () => ({ kubectl: true }),
  describe: ({ args }) => commandLine(['kubectl', ...args]),
  run: async (spec, context) => {
    const line = commandLine(['kubectl', ...spec.args]);
    const argv = ['kubectl', ...spec.args];
    const result = await runProgram({ argv, env, hint: installHint }, context);
    return judgeCommand(line, spec, result, commandLine(['kubectl', '-n', context.namespace, ...spec.args]));
  },
});

/** kubectl would write dozens of discovery files, which no other command reads, into its cache. */
const env = { LC_ALL: 'C', KUBECACHEDIR: '/dev/null' };
const installHint = 'Install it: https://kubernetes.io/docs/tasks/tools/';
