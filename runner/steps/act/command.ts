import { DiagnosticError } from '../../core/diagnostic.ts';
import { list, map, object, optional, string } from '../../core/shape.ts';
import { commandLine } from '../../probe/command-line.ts';
import { defineStep } from '../step.ts';
import { type CommandExpectation, commandFields, judgeCommand } from './support/command-expectation.ts';
import { runProgram } from './support/run-program.ts';

export interface CommandSpec extends CommandExpectation {
  command: string[];
  stdin?: string;
  env?: Record<string, string>;
}

/** Runs a program of this machine beside the cluster. */
export const command = defineStep<CommandSpec>({
  key: 'command',
  group: 'act',
  summary: 'A command on this machine ends as expected.',
  description: `
Runs a program of the machine that runs Plumbline, with its arguments: no shell reads them, unless the program is one. Its environment
has \`PATH\`, \`KUBECONFIG\` (this cluster, with the scenario's namespace as the default one), \`NAMESPACE\`, and \`HOME\`, a folder of its own
that is also the working directory and is removed afterwards, and what \`env\` adds: nothing of the user's settings is read. Standard input
is closed unless \`stdin\` is given. It is run once and may take 30 seconds more than \`within\`; with \`within\` it is run again until
it ends as expected. What it leaves in the background ends with it.
`.trim(),
  shape: object(
    {
      command: list(string('A word.', { minLength: 0 }), 'The program and its arguments, a word each.'),
      stdin: optional(string('What it reads from standard input.', { minLength: 0 })),
      env: optional(map(string('The value.', { minLength: 0 }), 'More variables for its environment.')),
      ...commandFields,
    },
    'What to run, and how it ends.',
  ),
  example: `
command: [sh, -c, 'kubectl get service "$1" --output name', sh, kubia]
stdout: { equals: service/kubia }
`.trim(),
  within: 0,
  bind: (spec) => {
    const wrong = Object.keys(spec.env ?? {}).find((name) => reserved.includes(name) || !isVariable(name));
    if (wrong !== undefined) throw new DiagnosticError(wrongVariable(wrong));
    return spec;
  },
  describe: ({ command }) => commandLine(command),
  run: async (spec, context) => {
    const env = { NAMESPACE: context.namespace, ...spec.env };
    const { command: argv, stdin } = spec;
    const result = await runProgram({ argv, env, stdin, hint: 'Install it, or name it with its path.' }, context);
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const input = stdin === undefined ? '' : `printf %s ${commandLine([stdin])} | `;
    return judgeCommand(commandLine(argv), spec, result, `${input}${commandLine(['env', ...variables, ...argv])}`);
  },
});

const reserved = ['PATH', 'HOME', 'KUBECONFIG', 'NAMESPACE'];
const isVariable = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

const wrongVariable = (name: string) => ({
  code: 'schema-value' as const,
  message: reserved.includes(name) ? `${name} has its value from the cluster.` : `${name} is no name of a variable.`,
  hint: `Choose another name: letters, digits and _, and none of ${reserved.join(', ')}.`,
});
