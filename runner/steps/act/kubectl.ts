import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecResult } from '../../cluster/cluster.ts';
import { list, object, string } from '../../core/shape.ts';
import { Unobservable } from '../finding.ts';
import { commandLine } from '../kubernetes/command-line.ts';
import { defineStep, type StepContext } from '../step.ts';
import { type CommandExpectation, commandFields, judgeCommand } from './command-expectation.ts';

export interface KubectlSpec extends CommandExpectation {
  args: string[];
}

/** Runs the real kubectl against the cluster, in the scenario's namespace. */
export const kubectl = defineStep<KubectlSpec>({
  key: 'kubectl',
  group: 'act',
  summary: 'A kubectl command ends as expected.',
  description: `
Runs the \`kubectl\` program of the machine that runs Plumbline, with a kubeconfig of its own: the scenario's namespace is the
default one, and nothing of the user's settings, cache or environment is read. No shell reads the arguments. Standard input is
closed. Without \`kubectl\` on the PATH the scenario is skipped. What kubectl prints differs between its versions: prefer
\`resource-matches\` where the object itself is meant.
`.trim(),
  shape: object(
    {
      args: list(string('A word.', { minLength: 0 }), 'The arguments after kubectl, a word each.'),
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
    const home = await mkdtemp(join(tmpdir(), 'plumbline-kubectl-'));
    try {
      const result = await runKubectl(home, spec.args, context);
      return judgeCommand(line, spec, result, commandLine(['kubectl', '-n', context.namespace, ...spec.args]));
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
});

/**
 * Fixed text: $1 is the private home, the rest are kubectl's arguments. Of the environment only PATH goes through. The
 * file `missing` tells a machine without kubectl from a command that ends with 127 by itself.
 */
const script = `
home=$1
shift
command -v kubectl >/dev/null 2>&1 || { : >"$home/missing"; exit 127; }
exec env -i PATH="$PATH" HOME="$home" KUBECONFIG="$home/kubeconfig" LC_ALL=C kubectl "$@"
`;

/** Bytes kept of each stream. */
const longestOutput = 1_048_576;

const runKubectl = async (
  home: string,
  args: readonly string[],
  { cluster, namespace, signal }: StepContext,
): Promise<ExecResult> => {
  await writeFile(join(home, 'kubeconfig'), cluster.kubeconfig(namespace), { mode: 0o600 });
  const { execa } = await import('execa');
  const result = await execa('/bin/sh', ['-c', script, 'sh', home, ...args], {
    cwd: home,
    stdin: 'ignore',
    cancelSignal: signal,
    forceKillAfterDelay: 1_000,
    maxBuffer: longestOutput,
    reject: false,
    stripFinalNewline: false,
  });
  signal.throwIfAborted();
  if (await exists(join(home, 'missing')))
    throw new Unobservable(
      'tool-missing',
      'This machine has no kubectl on its PATH.',
      'Install it: https://kubernetes.io/docs/tasks/tools/',
    );
  const { exitCode, stdout, stderr } = result;
  if (result.isMaxBuffer) throw new Unobservable('transcript-unreadable', 'kubectl printed more than can be kept.');
  // An ended shell without a code was killed or never began.
  if (exitCode === undefined)
    throw new Unobservable('exec-failed', `kubectl did not run to its end: ${result.shortMessage ?? 'it was killed'}`);
  return { status: exitCode, stdout, stderr, truncated: false };
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
