import { chooseProvider } from '../cluster/index.ts';
import { DiagnosticError } from '../core/diagnostic.ts';
import { eventually } from '../core/eventually.ts';
import type { Io } from '../core/io.ts';
import { findProcess } from './cluster-health.ts';
import { filesOf, listClusters, readCluster, releaseName, type StandingCluster } from './standing-cluster.ts';

/** Milliseconds for a process to end in good order. Removing the containers of a boot that was stopped may take 20 s. */
const endDeadline = 30_000;
const killDeadline = 2_000;

export interface Ended {
  how: 'absent' | 'ended' | 'was-dead' | 'damaged';
  /** One sentence for people. */
  text: string;
}

/** Ends the cluster of a name and removes what it left. Asking again does no harm. Rejects when something is left. */
export const endCluster = async (
  name: string,
  io: Pick<Io, 'cwd' | 'clock' | 'kill'>,
  choose = chooseProvider,
): Promise<Ended> => {
  const cluster = readCluster(io.cwd, name);
  if (cluster === undefined) return { how: 'absent', text: `There is no cluster ${name}.${othersOf(io.cwd)}` };
  if (cluster === 'damaged') return removeDamaged(name, io);
  const stopped = await stopProcess(cluster, io);
  const removed = cluster.inProcess ? [] : await removeMachines(cluster, choose);
  releaseName(io.cwd, cluster);
  const label = `Cluster ${name} (${cluster.provider})`;
  if (stopped === 'unknown')
    return { how: 'ended', text: `${label} ends by itself where its process ${cluster.pid} runs, if it still does.` };
  if (stopped === 'dead' && removed.length === 0)
    return { how: 'was-dead', text: `${label} was dead already. What it left is removed.` };
  return { how: 'ended', text: `${label} has ended.${removed.length > 0 ? ` Removed: ${removed.join(', ')}.` : ''}` };
};

const othersOf = (cwd: string): string => {
  const names = listClusters(cwd);
  return names.length > 0 ? ` There is ${names.join(', ')}.` : '';
};

/** Whose process it was cannot be told any more; one that still runs ends itself when its file is gone. */
const removeDamaged = (name: string, { cwd }: Pick<Io, 'cwd'>): Ended => {
  releaseName(cwd, { name, runId: '' });
  return {
    how: 'damaged',
    text: `The file of cluster ${name} (${filesOf(cwd, name).state}) could not be read and is removed. Containers that it may have left: docker ps --filter label=dev.plumbline.run`,
  };
};

/** Ends the process that the cluster lives in or that is starting it. */
const stopProcess = async (
  cluster: StandingCluster,
  io: Pick<Io, 'clock' | 'kill'>,
): Promise<'stopped' | 'dead' | 'unknown'> => {
  if (!cluster.inProcess && cluster.state === 'ready') return 'dead';
  const found = await findProcess(cluster, io);
  // A process that this machine cannot name is never signalled: it sees that its name is gone.
  if (found !== 'alive') return found;
  const hasEnded = async (within: number): Promise<boolean> => {
    const look = await eventually(
      () => findProcess(cluster, io),
      (state) => state !== 'alive',
      { clock: io.clock, within, longestPause: 50 },
    );
    return look.held;
  };
  io.kill(cluster.pid, 'SIGTERM');
  if (await hasEnded(endDeadline)) return 'stopped';
  io.kill(cluster.pid, 'SIGKILL');
  if (await hasEnded(killDeadline)) return 'stopped';
  throw new DiagnosticError({
    code: 'cleanup-failed',
    message: `The process ${cluster.pid} of cluster ${cluster.name} does not end, not even by SIGKILL.`,
  });
};

const removeMachines = async ({ provider, runId, name }: StandingCluster, choose: typeof chooseProvider) => {
  try {
    return (await (await choose(provider)).remove?.(runId)) ?? [];
  } catch (cause) {
    if (cause instanceof DiagnosticError) throw cause;
    throw new DiagnosticError({
      code: 'cleanup-failed',
      message: `Cluster ${name} could not be removed: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Try again; what is known of it is kept.',
    });
  }
};
