import type { Cluster, ClusterProvider, PhaseListener } from '../cluster/cluster.ts';
import { chooseProvider } from '../cluster/index.ts';
import { readOwner } from '../cluster/owner.ts';
import { DiagnosticError } from '../core/diagnostic.ts';
import { formatDuration } from '../core/duration.ts';
import { exitCodes } from '../core/exit-code.ts';
import { watchInterruption } from '../core/interruption.ts';
import type { Io } from '../core/io.ts';
import { startSettingsOf } from '../options/cluster-options.ts';
import { showBoot } from '../output/boot-progress.ts';
import { printReady } from './ready-text.ts';
import { askedOf, type StandSettings } from './stand-settings.ts';
import { isStanding, readCluster, recordCluster, releaseName, type StandingCluster } from './standing-cluster.ts';
import { downLine, takeName } from './take-name.ts';

/** An environment variable of the child process of `up --detach`: the run that took the name for it. */
export const adoptVariable = 'PLUMBLINE_ADOPT_RUN';

/** Milliseconds between two checks that the cluster's file still exists. */
const lookPause = 1_000;

/**
 * Starts a cluster that stays. A cluster of containers stays after this returns; an embedded one stays until a signal comes
 * or its file is gone. Returns the exit code. A start that fails leaves nothing.
 */
export const standUp = async (settings: StandSettings, io: Io, choose = chooseProvider): Promise<number> => {
  const provider = await choose(settings.provider);
  const inProcess = provider.remove === undefined;
  const { name } = settings;
  const wanted = { name, provider: provider.name, inProcess, asked: askedOf(settings) };
  const taken = (await adoptName(name, io)) ?? (await takeName(wanted, io, choose));
  let ready = false;
  const interruption = watchInterruption(
    io,
    (signal) => io.err(ready ? `${signal}: ending cluster ${name}.\n` : `${signal}: stopping, then cleaning up.\n`),
    (signal) => {
      io.err(`Cluster ${name} is left in its present state. Remove it: ${downLine(name)}\n`);
      io.exit(exitCodes[signal]);
    },
  );
  try {
    const began = io.clock.now();
    const cluster = await start({ provider, taken, settings, signal: interruption.signal, io });
    if (!cluster) return exitCodes[interruption.name ?? 'SIGTERM'];
    ready = true;
    if (inProcess) io.spareMemory();
    printReady(
      {
        name,
        fingerprint: cluster.fingerprint,
        took: formatDuration(io.clock.now() - began),
        ending: inProcess
          ? `It runs until you press Ctrl-C, or run: ${downLine(name)}`
          : `It stays until you run: ${downLine(name)}`,
      },
      io,
    );
    if (inProcess) await hold(taken, interruption.signal, io);
    await cluster.close();
    if (inProcess) releaseName(io.cwd, taken);
    return exitCodes.passed;
  } finally {
    interruption.close();
  }
};

/** Makes this process the owner of the name that its parent process has taken. */
const adoptName = async (name: string, io: Io): Promise<StandingCluster | undefined> => {
  const runId = io.env[adoptVariable];
  const found = runId === undefined ? undefined : readCluster(io.cwd, name);
  if (found === undefined || found === 'damaged' || found.runId !== runId || found.state !== 'starting')
    return undefined;
  const adopted = { ...found, pid: io.pid, owner: await readOwner() };
  recordCluster(io.cwd, adopted);
  return adopted;
};

interface Starting {
  provider: ClusterProvider;
  taken: StandingCluster;
  settings: StandSettings;
  signal: AbortSignal;
  io: Io;
}

/**
 * Starts a cluster and records it in its file. Resolves to undefined when it was interrupted. In that case, and when it
 * rejects, nothing is left.
 */
const start = async (starting: Starting): Promise<Cluster | undefined> => {
  const { provider, taken, signal, io } = starting;
  const progress = showBoot(io, provider.name);
  try {
    const cluster = await boot(starting, progress.onPhase);
    await finish(cluster, starting);
    return cluster;
  } catch (cause) {
    // If the parent process has taken the name, it releases the name after it has read the log.
    if (io.env[adoptVariable] === undefined) releaseName(io.cwd, taken);
    if (signal.aborted) return undefined;
    throw cause;
  } finally {
    progress.close();
  }
};

const boot = async ({ provider, taken, settings, signal }: Starting, onPhase: PhaseListener): Promise<Cluster> => {
  const { name, runId, inProcess } = taken;
  // Leftovers of dead runs are removed while this cluster starts.
  const swept = provider.sweep().catch(() => []);
  try {
    return await provider.start({
      // The names of nodes follow from it. Only names of containers must be unique on the machine.
      runId: inProcess ? name : runId,
      ...startSettingsOf(settings),
      keep: !inProcess,
      onPhase,
      signal,
    });
  } finally {
    await swept;
  }
};

/** Provides what the settings ask for, and records the cluster in its file. Ends the cluster if either fails. */
const finish = async (cluster: Cluster, { provider, taken, settings, signal, io }: Starting): Promise<void> => {
  const { ingress } = settings;
  try {
    // An embedded cluster provides both at no cost, and no scenario asks for them later.
    const unmet = await cluster.provide(taken.inProcess ? { ingress: true, loadBalancer: true } : { ingress }, signal);
    signal.throwIfAborted();
    if (unmet.length > 0)
      throw new DiagnosticError(...unmet.map((message) => ({ code: 'cluster-boot-failed', message }) as const));
    recordCluster(io.cwd, { ...taken, state: 'ready', fingerprint: cluster.fingerprint }, cluster.kubeconfig());
  } catch (cause) {
    await cluster.close();
    await provider.remove?.(taken.runId);
    throw cause;
  }
};

/** Resolves when the cluster must end: a signal has come, or its file is gone. */
const hold = async (taken: StandingCluster, signal: AbortSignal, { clock, cwd }: Io): Promise<void> => {
  while (!signal.aborted && isStanding(cwd, taken)) await clock.sleep(lookPause, signal).catch(() => undefined);
};
