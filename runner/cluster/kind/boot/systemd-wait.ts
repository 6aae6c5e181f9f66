import type Dockerode from 'dockerode';
import type { WaitStrategy } from 'testcontainers';
import { type Clock, deadlineSignal } from '../../../core/clock.ts';
import { execInContainer } from '../nodes/container-exec.ts';
import { EvidentError } from './phases.ts';

/**
 * The line of systemd's console that says that the node has started; it may contain colours. The same pattern as kind's, for
 * old and new texts: `Multi-User System`, `multi-user.target - Multi-User System`.
 * https://github.com/kubernetes-sigs/kind/blob/main/pkg/cluster/internal/providers/common/cgroups.go
 */
export const multiUserReached = /Reached target .*Multi-User System/;

/** With cgroup v1, which the entrypoint reports, processes may enter the container before systemd has started. */
export const cgroupV1Detected = /detected cgroup v1/i;

/** With cgroup v2 no process may enter before systemd has set up its groups: after this time it surely has. */
const silenceBeforeAskingMs = 10_000;

const tailLength = 64 * 1024;

/** The last lines of a console, without colours and empty lines. */
export const lastLines = (text: string, count: number): string[] =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the expression removes terminal escapes
    .replaceAll(/\u001b\[[0-9;?]*[A-Za-z]|\r|\u0000/g, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-count);

const isUp = async (container: Dockerode.Container, signal: AbortSignal): Promise<boolean> => {
  const { status } = await execInContainer(container, {
    command: ['systemctl', 'is-active', '--quiet', 'multi-user.target'],
    signal,
  });
  return status === 0;
};

/**
 * Resolves when systemd of a node has reached multi-user.target. Reads the raw bytes of the console (the log of a terminal is
 * not multiplexed), and starts a process in the container only if the console stays silent.
 * Rejects with EvidentError if the container ends before.
 */
export const waitForSystemd = async (
  container: Dockerode.Container,
  clock: Clock,
  parent: AbortSignal,
): Promise<void> => {
  const stop = new AbortController();
  const signal = AbortSignal.any([parent, stop.signal]);
  const log = (await container.logs({
    follow: true,
    stdout: true,
    stderr: true,
    abortSignal: signal,
  })) as NodeJS.ReadableStream;
  let seen = '';
  const mayAsk = Promise.withResolvers<void>();
  const readConsole = async (): Promise<void> => {
    for await (const chunk of log) {
      seen = (seen + chunk.toString('latin1')).slice(-tailLength);
      if (multiUserReached.test(seen)) return;
      if (cgroupV1Detected.test(seen)) mayAsk.resolve();
    }
    const { State } = await container.inspect();
    throw new EvidentError(
      `The node's container ended with exit code ${State.ExitCode} before systemd was up.`,
      lastLines(seen, 50),
    );
  };
  const ask = async (): Promise<void> => {
    await Promise.race([mayAsk.promise, clock.sleep(silenceBeforeAskingMs, signal)]);
    // The line on the console usually comes within two seconds, and costs nothing.
    await clock.sleep(2_500, signal);
    while (!(await isUp(container, AbortSignal.any([signal, deadlineSignal(5_000)])).catch(() => false)))
      await clock.sleep(100, signal);
  };
  try {
    await Promise.race([readConsole(), ask()]);
  } catch (error) {
    if (parent.aborted && !(error instanceof EvidentError))
      throw new EvidentError('systemd did not reach multi-user.target.', lastLines(seen, 50), { cause: error });
    throw error;
  } finally {
    stop.abort();
  }
};

/** The wait as a strategy for testcontainers. The caller's signal limits it; `budgetMs` is only reported. */
export const systemdWaitStrategy = (clock: Clock, signal: AbortSignal, budgetMs: number): WaitStrategy => {
  const strategy: WaitStrategy = {
    waitUntilReady: (container) => waitForSystemd(container, clock, signal),
    withStartupTimeout: () => strategy,
    isStartupTimeoutSet: () => true,
    getStartupTimeout: () => budgetMs,
  };
  return strategy;
};
