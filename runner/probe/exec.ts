import type { Cluster, ExecResult, Vantage } from '../cluster/cluster.ts';
import { type Clock, underDeadline } from '../core/clock.ts';
import { formatDuration } from '../core/duration.ts';
import { Unobservable } from '../core/rejection.ts';
import type { Evidence } from '../core/result.ts';

import { describeVantage } from './vantage-text.ts';

/** The part of a step's context that a probe uses. */
export interface ProbeContext {
  cluster: Cluster;
  /** The namespace of the scenario. */
  namespace: string;
  clock: Clock;
  /** Aborts when the step must end. */
  signal: AbortSignal;
}

export interface ScriptRun {
  /** A fixed POSIX sh script. Values are arguments of it and never part of its text. */
  script: string;
  /** The arguments of the script: "$1", "$2" … */
  args?: readonly string[];
  /** Programs that the script needs. They are checked before it starts, and their names are fixed in our code. */
  tools?: readonly string[];
  stdin?: string;
  /** The time limit for the whole script in milliseconds. Default: 30 000. */
  timeout?: number;
  /** The maximum number of bytes of each output stream. Default: 1 MiB. */
  limit?: number;
}

/** One program that is started without a shell. */
export interface CommandRun extends Pick<ScriptRun, 'stdin' | 'timeout' | 'limit'> {
  /** The program is fixed in our code. The arguments may contain anything. */
  argv: readonly [program: string, ...words: string[]];
}

export interface ScriptOutput {
  stdout: string;
  stderr: string;
  status: number;
}

const defaultTimeout = 30_000;
const missing = 'plumbline: missing ';

/** The exit codes of POSIX shells and container runtimes for a program that cannot be started. */
const cannotStart = new Set([126, 127]);

/**
 * Runs a script in one exec at a vantage point. Rejects with `Unobservable` if its result is not known (no-exit-status,
 * exec-failed, time-ran-out), if sh or a tool is missing (tool-missing), or if its output was cut
 * (transcript-unreadable). The caller judges any other exit status.
 */
export const runScript = async (
  context: ProbeContext,
  vantage: Vantage,
  { script, args = [], tools = [], ...run }: ScriptRun,
): Promise<ScriptOutput> => {
  const argv = ['sh', '-c', `${tools.map(checkOf).join('')}${script}`, 'sh', ...args] as const;
  const result = await execute(context, vantage, { argv, ...run });
  return judge(result, vantage, toolIn(result.stderr));
};

/** Runs a program in one exec at a vantage point. Rejects as `runScript` does. */
export const runCommand = async (context: ProbeContext, vantage: Vantage, run: CommandRun): Promise<ScriptOutput> =>
  judge(await execute(context, vantage, run), vantage, run.argv[0]);

const execute = (
  context: ProbeContext,
  vantage: Vantage,
  { argv, stdin, timeout = defaultTimeout, limit }: CommandRun,
): Promise<ExecResult> => {
  const request = { command: argv, ...(stdin !== undefined && { stdin }), ...(limit !== undefined && { limit }) };
  return limited(context, vantage, timeout, (signal) => context.cluster.exec(vantage, { ...request, signal }));
};

/**
 * Runs the work of a probe for at most `timeout` milliseconds. Rejects with `Unobservable` time-ran-out, or as the work
 * does.
 */
export const limited = <Value>(
  context: ProbeContext,
  vantage: Vantage,
  timeout: number,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> => {
  const { clock, signal: step } = context;
  return underDeadline(clock, timeout, step, (signal) =>
    work(signal).catch((cause: unknown) => {
      if (!signal.aborted || step.aborted) throw cause;
      const message = `A probe from ${describeVantage(vantage)} did not end within ${formatDuration(timeout)}.`;
      throw new Unobservable('time-ran-out', message);
    }),
  );
};

const checkOf = (tool: string): string =>
  `command -v ${tool} >/dev/null 2>&1 || { echo '${missing}${tool}' >&2; exit 127; }\n`;

const judge = (result: ExecResult, vantage: Vantage, tool: string): ScriptOutput => {
  const { stdout, stderr, truncated } = result;
  const status = endOf(result, vantage, { tool });
  if (truncated) {
    const place = describeVantage(vantage);
    throw new Unobservable(
      'transcript-unreadable',
      `A probe in ${place} printed more output than Plumbline keeps, so its result is unknown.`,
      undefined,
      transcriptOf(result, place),
    );
  }
  return { stdout, stderr, status };
};

/**
 * The exit status of a command. Throws `Unobservable` if the command did not run, has no status, or lacks the `tool`.
 */
export const endOf = (result: ExecResult, vantage: Vantage, { tool }: { tool: string }): number => {
  const { status, failure } = result;
  const place = describeVantage(vantage);
  const evidence = transcriptOf(result, place);
  if (failure !== undefined && !isMissingProgram(failure))
    throw new Unobservable('exec-failed', `No command could be started in ${place}: ${failure}`, undefined, evidence);
  if (failure !== undefined || (status !== undefined && cannotStart.has(status)))
    throw new Unobservable('tool-missing', `There is no program ${tool} in ${place}.`, missingHint, evidence);
  if (status === undefined)
    throw new Unobservable(
      'no-exit-status',
      `A probe in ${place} ended without an exit status, so its result is unknown.`,
      'The container may have terminated or restarted at that moment.',
      evidence,
    );
  return status;
};

const missingHint = 'Use `from: probe`, which has all programs, or an image that has this one.';

/** The messages of container runtimes for a missing program (runc, crun, containerd). */
const isMissingProgram = (failure: string): boolean =>
  /executable file not found|no such file or directory|not found in \$PATH/i.test(failure);

const toolIn = (stderr: string): string =>
  stderr
    .split('\n')
    .find((line) => line.startsWith(missing))
    ?.slice(missing.length) ?? 'sh';

const longestEvidence = 4_000;

const transcriptOf = ({ stdout, stderr, failure }: ExecResult, place: string): Evidence[] =>
  [
    { title: `output in ${place}`, text: stdout.slice(0, longestEvidence) },
    { title: `errors in ${place}`, text: [stderr, failure ?? ''].join('\n').trim().slice(0, longestEvidence) },
  ].filter(({ text }) => text !== '');
