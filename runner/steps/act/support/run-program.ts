import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecResult } from '../../../cluster/cluster.ts';
import { during } from '../../../core/clock.ts';
import { Unobservable } from '../../finding.ts';
import type { StepContext } from '../../step.ts';

/** A program of the machine that runs Plumbline. */
export interface Program {
  /** The program and its arguments: no shell reads them. */
  argv: readonly string[];
  /** Beside PATH, HOME and KUBECONFIG. */
  env: Readonly<Record<string, string>>;
  /** Standard input; closed by default. */
  stdin?: string | undefined;
  /** What to do when the program is not there. */
  hint: string;
}

/**
 * Fixed text: $1 is the private home, $2 the program, the rest variables, the program and its arguments. Of the
 * environment only PATH goes through. The file `missing` tells a machine without the program from a program that ends
 * with 127 by itself. Builtins of the shell are no programs, so PATH is searched by hand.
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

/** Bytes kept of each stream. */
const longestOutput = 1_048_576;

/**
 * Runs a program to its end in a private folder that is its home and holds a kubeconfig of the cluster. What it started
 * ends with it, and with the signal. Throws `Unobservable` when it is missing, did not end by itself, or printed too much.
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
  // What it left in the background would hold its output open, and outlive the step.
  running.nodeChildProcess.once('exit', () => running.kill('SIGKILL'));
  const result = await running;
  signal.throwIfAborted();
  if (await exists(join(home, 'missing')))
    throw new Unobservable('tool-missing', `This machine has no ${name} on its PATH.`, hint);
  if (result.isMaxBuffer) throw new Unobservable('transcript-unreadable', `${name} printed more than can be kept.`);
  const { exitCode, stdout, stderr } = result;
  // An ended process without a code was killed or never began.
  if (exitCode === undefined)
    throw new Unobservable('exec-failed', `${name} did not run to its end: ${result.shortMessage ?? 'it was killed'}`);
  return { status: exitCode, stdout: String(stdout), stderr: String(stderr), truncated: false };
};

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
