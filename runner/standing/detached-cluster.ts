import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { DiagnosticError } from '../core/diagnostic.ts';
import { formatDuration } from '../core/duration.ts';
import { eventually } from '../core/eventually.ts';
import { exitCodes } from '../core/exit-code.ts';
import { watchInterruption } from '../core/interruption.ts';
import type { Io } from '../core/io.ts';
import { checkHealth } from './cluster-health.ts';
import { printReady } from './ready-text.ts';
import { askedOf, type StandSettings } from './stand-settings.ts';
import { adoptVariable } from './stand-up.ts';
import { filesOf, readCluster, releaseName, type StandingCluster } from './standing-cluster.ts';
import { downLine, takeName } from './take-name.ts';

/** Milliseconds in which a cluster in the background must answer. */
const readyDeadline = 60_000;

/** The arguments with which the child process starts the same cluster. */
export const wordsOf = (settings: StandSettings): string[] => [
  'up',
  `--name=${settings.name}`,
  `--cluster=${settings.provider}`,
  ...(settings.workers === undefined ? [] : [`--workers=${settings.workers}`]),
  `--proxy-mode=${settings.proxyMode}`,
  ...(settings.nodeImage ? [`--node-image=${settings.nodeImage}`] : []),
  ...(settings.probeImage ? [`--probe-image=${settings.probeImage}`] : []),
];

interface Child {
  pid: number | undefined;
  /** The exit code; undefined if it could not be started or a signal ended it. */
  ended: Promise<number | undefined>;
  /** Lets this process end while the child runs. */
  release(): void;
}

/** Starts the child in a session of its own, so that closing the terminal does not end it. Its output goes to the log. */
const startChild = (settings: StandSettings, runId: string, io: Io, log: string): Child => {
  const descriptor = openSync(log, 'w', 0o600);
  const [program = '', ...words] = io.self;
  const child = spawn(program, [...words, ...wordsOf(settings)], {
    cwd: io.cwd,
    env: { ...io.env, [adoptVariable]: runId },
    detached: true,
    stdio: ['ignore', descriptor, descriptor],
  });
  closeSync(descriptor);
  return {
    pid: child.pid,
    ended: new Promise((resolve) => {
      child.on('error', () => resolve(undefined)).on('exit', (code) => resolve(code ?? undefined));
    }),
    release: () => child.unref(),
  };
};

/** Starts a cluster in the background and returns the exit code when the cluster answers. */
export const startDetached = async (settings: StandSettings, io: Io): Promise<number> => {
  const { name, provider } = settings;
  const began = io.clock.now();
  const taken = await takeName({ name, provider, inProcess: true, asked: askedOf(settings) }, io);
  const { log } = filesOf(io.cwd, name);
  const child = startChild(settings, taken.runId, io, log);
  const interruption = watchInterruption(
    io,
    (signal) => io.err(`${signal}: stopping, then cleaning up.\n`),
    (signal) => io.exit(exitCodes[signal]),
  );
  try {
    const ready = await awaitReady(taken, child, interruption.signal, io);
    if (ready) {
      child.release();
      const took = formatDuration(io.clock.now() - began);
      const ending = `It runs in the background (process ${ready.pid}) until you run: ${downLine(name)}`;
      printReady({ name, fingerprint: ready.fingerprint, took, ending }, io);
      return exitCodes.passed;
    }
    const code = await endChild(child, io);
    const said = readFileSync(log, 'utf8');
    releaseName(io.cwd, taken);
    if (interruption.name) return exitCodes[interruption.name];
    io.err(said);
    if (code) return code;
    throw new DiagnosticError({
      code: 'cluster-boot-failed',
      message: `The background process of the cluster ended, or did not answer within ${readyDeadline / 1_000} s.`,
    });
  } finally {
    interruption.close();
  }
};

type Ready = StandingCluster & Required<Pick<StandingCluster, 'fingerprint'>>;

const isReady = (found: StandingCluster | 'damaged' | undefined, { runId }: StandingCluster): found is Ready =>
  typeof found === 'object' && found.runId === runId && found.state === 'ready' && found.fingerprint !== undefined;

/** The cluster as soon as it answers; undefined if its process ends, the user interrupts, or the time is over. */
const awaitReady = async (
  taken: StandingCluster,
  child: Child,
  interrupted: AbortSignal,
  io: Io,
): Promise<Ready | undefined> => {
  const gone = new AbortController();
  void child.ended.then(() => gone.abort());
  const signal = AbortSignal.any([interrupted, gone.signal]);
  const look = await eventually(
    async () => readCluster(io.cwd, taken.name),
    (found) => isReady(found, taken),
    { clock: io.clock, within: readyDeadline, signal, pause: 10, longestPause: 50 },
  ).catch((cause: unknown) => {
    if (signal.aborted) return undefined;
    throw cause;
  });
  const found = look?.value;
  return isReady(found, taken) && (await checkHealth(found, io)).state === 'alive' ? found : undefined;
};

/** Ends the child if it still runs. Returns its exit code. */
const endChild = async ({ pid, ended }: Child, io: Io): Promise<number | undefined> => {
  const running = Symbol('running');
  const state = await Promise.race([ended, Promise.resolve(running)]);
  if (state !== running) return ended;
  if (pid !== undefined) io.kill(pid, 'SIGTERM');
  return ended;
};
