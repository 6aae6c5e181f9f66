import type { ExecIo, ExecOutcome } from '../../simulator/index.ts';
import type { ExecRequest, ExecResult } from '../cluster.ts';
import { createByteSink } from '../exec-output.ts';

const defaultLimit = 1024 * 1024;

/** The status in a container engine's exec of a program that is not there, and of one that may not be started. */
const [notFound, notExecutable] = [127, 126];

const failureOf = (outcome: ExecOutcome): { status: number; failure?: string } =>
  'missing' in outcome
    ? {
        status: /permission denied|is a directory/.test(outcome.missing) ? notExecutable : notFound,
        failure: outcome.missing,
      }
    : { status: outcome.code };

/** Starts a command on a simulated machine. */
export type Exec = (command: readonly string[], io: ExecIo) => Promise<ExecOutcome>;

/** Runs one command on a simulated machine and keeps what it writes, up to the limit. */
export const execOn = async (exec: Exec, request: ExecRequest): Promise<ExecResult> => {
  const { command, stdin = '', limit = defaultLimit, signal = new AbortController().signal } = request;
  signal.throwIfAborted();
  const [stdout, stderr] = [createByteSink(limit), createByteSink(limit)];
  const outcome = await exec(command, {
    stdin: (async function* input() {
      if (stdin) yield Buffer.from(stdin);
    })(),
    stdout: (data) => stdout.push(Buffer.from(data)),
    stderr: (data) => stderr.push(Buffer.from(data)),
    signal,
    tty: false,
  });
  signal.throwIfAborted();
  return {
    ...failureOf(outcome),
    stdout: stdout.text(),
    stderr: stderr.text(),
    truncated: stdout.truncated || stderr.truncated,
  };
};
