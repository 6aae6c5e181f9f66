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

/** Runs a program on the machine that runs Plumbline. */
export const command = defineStep<CommandSpec>({
  key: 'command',
  group: 'act',
  summary: 'A command on this machine ends as expected.',
  description: `
Runs a program on the machine that runs Plumbline. No shell interprets the arguments, unless the program is a shell. The program's
environment is \`PATH\`, \`KUBECONFIG\` (this cluster, with the scenario's namespace as the default), \`NAMESPACE\`, \`HOME\`, and the
variables of \`env\`; none of the user's own settings are used. \`HOME\` is an empty folder, which is also the working directory and is
removed afterwards. Standard input is closed unless \`stdin\` is given. The program runs once and may take 30 seconds longer than
\`within\`; with \`within\` it is run again until it ends as expected. Its background processes are killed when it ends.
`.trim(),
  shape: object(
    {
      command: list(string('A word.', { minLength: 0 }), 'The program and its arguments, one item each.'),
      stdin: optional(string('The standard input of the program.', { minLength: 0 })),
      env: optional(map(string('The value.', { minLength: 0 }), 'Additional environment variables.')),
      ...commandFields,
    },
    'A command, and how it ends.',
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
    const result = await runProgram({ argv, env, stdin, hint: 'Install it, or write its path.' }, context);
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const input = stdin === undefined ? '' : `printf %s ${commandLine([stdin])} | `;
    return judgeCommand(commandLine(argv), spec, result, `${input}${commandLine(['env', ...variables, ...argv])}`);
  },
});

const reserved = ['PATH', 'HOME', 'KUBECONFIG', 'NAMESPACE'];
const isVariable = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

const wrongVariable = (name: string) => ({
  code: 'schema-value' as const,
  message: reserved.includes(name)
    ? `The variable ${name} cannot be set: its value comes from the cluster.`
    : `${name} is not a valid name of a variable.`,
  hint: `Choose another name: letters, digits and _, and none of ${reserved.join(', ')}.`,
});
