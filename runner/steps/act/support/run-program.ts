import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecResult } from '../../../cluster/cluster.ts';
import { during } from '../../../core/clock.ts';
import { Unobservable } from '../../finding.ts';
import type { StepContext } from '../../step.ts';

/** A program on the machine that runs Plumbline. */
export interface Program {
  /** The program and its arguments. No shell interprets them. */
  argv: readonly string[];
  /** Variables in addition to PATH, HOME and KUBECONFIG. */
  env: Readonly<Record<string, string>>;
  /** The standard input. It is closed by default. */
  stdin?: string | undefined;
  /** The hint for the case that the program is not installed. */
  hint: string;
}

/**
 * $1 is the private home and $2 the program; variables, the program and its arguments follow. Of the environment, only
 * PATH is passed on. The file `missing` says that the machine lacks the program: a program may also end with 127 by
 * itself. The script searches PATH itself, because `command -v` would also find builtins of the shell.
 */
const script = `
home=$1 program=$2
shift 2
find_program() (
  set -f
  case $program in
    *=*) return 1 ;;
    */*) [ -f "$program" ] && [ -x "$program" ]; return ;;
  esac
  IFS=:
  for folder in $PATH; do
    [ -f "\${folder:-.}/$program" ] && [ -x "\${folder:-.}/$program" ] && return
  done
  return 1
)
find_program || { : >"$home/missing"; exit 127; }
exec /usr/bin/env -i PATH="$PATH" HOME="$home" KUBECONFIG="$home/kubeconfig" "$@"
`;

/** The maximum number of bytes of each output stream. */
const longestOutput = 1_048_576;

/**
 * Runs a program to its end in a private folder, which is its home and contains a kubeconfig of the cluster. Its child
 * processes are killed when it ends and when the signal aborts. Throws `Unobservable` if the program is missing, did
 * not end by itself, or printed too much.
 */
export const runProgram = (program: Program, context: StepContext): Promise<ExecResult> =>
  during(context.clock.outside, () => runAtHome(program, context));

const runAtHome = async (program: Program, context: StepContext): Promise<ExecResult> => {
  const home = await mkdtemp(join(tmpdir(), 'plumbline-program-'));
  try {
    await writeFile(join(home, 'kubeconfig'), context.cluster.kubeconfig(context.namespace), { mode: 0o600 });
    return await runIn(home, program, context.signal);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
};

const runIn = async (home: string, { argv, env, stdin, hint }: Program, signal: AbortSignal): Promise<ExecResult> => {
  const [name = ''] = argv;
  const variables = Object.entries(env).map(([key, value]) => `${key}=${value}`);
  const { execa } = await import('execa');
  const running = execa('/bin/sh', ['-c', script, 'sh', home, name, ...variables, ...argv], {
    cwd: home,
    ...(stdin === undefined ? { stdin: 'ignore' } : { input: stdin }),
    cancelSignal: signal,
    killDescendants: true,
    forceKillAfterDelay: 1_000,
    maxBuffer: longestOutput,
    reject: false,
    stripFinalNewline: false,
  });
  // Background processes would keep the output open, and outlive the step.
  running.nodeChildProcess.once('exit', () => running.kill('SIGKILL'));
  const result = await running;
  signal.throwIfAborted();
  if (await exists(join(home, 'missing'))) throw missingProgram(name, hint);
  if (result.isMaxBuffer)
    throw new Unobservable('transcript-unreadable', `${name} printed more output than Plumbline keeps.`);
  const { exitCode, stdout, stderr } = result;
  // A process that ended without an exit code was killed or never started. execa's message would show our script.
  if (exitCode === undefined) {
    const why = result.signal ? `it was killed by ${result.signal}` : (result.originalMessage ?? 'it was killed');
    throw new Unobservable('exec-failed', `${name} did not run to its end: ${why}.`);
  }
  return { status: exitCode, stdout: String(stdout), stderr: String(stderr), truncated: false };
};

const missingProgram = (name: string, hint: string): Unobservable =>
  name.includes('/')
    ? new Unobservable(
        'tool-missing',
        `${name} is no program on this machine.`,
        'The path must lead to a file that is executable. The working directory is an empty private folder.',
      )
    : new Unobservable('tool-missing', `There is no program ${name} on the PATH of this machine.`, hint);

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
