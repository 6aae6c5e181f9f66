import { chooseProvider } from '../cluster/index.ts';
import { DiagnosticError } from '../core/diagnostic.ts';
import { eventually } from '../core/eventually.ts';
import type { Io } from '../core/io.ts';
import { findProcess } from './cluster-health.ts';
import { filesOf, listClusters, readCluster, releaseName, type StandingCluster } from './standing-cluster.ts';

/** Milliseconds in which a process must end after SIGTERM: to remove the containers of an interrupted boot may take 20 s. */
const endDeadline = 30_000;
const killDeadline = 2_000;

export interface Ended {
  how: 'absent' | 'ended' | 'was-dead' | 'damaged';
  /** A sentence for the user. */
  text: string;
}

/** Ends a cluster by name and removes everything of it. Can be repeated safely. Rejects if something is left. */
export const endCluster = async (
  name: string,
  io: Pick<Io, 'cwd' | 'clock' | 'kill'>,
  choose = chooseProvider,
): Promise<Ended> => {
  const cluster = readCluster(io.cwd, name);
  if (cluster === undefined) return { how: 'absent', text: `No cluster has the name ${name}.${othersOf(io.cwd)}` };
  if (cluster === 'damaged') return removeDamaged(name, io);
  const stopped = await stopProcess(cluster, io);
  const removed = cluster.inProcess ? [] : await removeMachines(cluster, choose);
  releaseName(io.cwd, cluster);
  const label = `Cluster ${name} (${cluster.provider})`;
  if (stopped === 'unknown')
    return {
      how: 'ended',
      text: `${label} is released. Its process ${cluster.pid} on another machine or in another container ends by itself.`,
    };
  if (stopped === 'dead' && removed.length === 0)
    return { how: 'was-dead', text: `${label} was already dead. Its files are removed.` };
  return { how: 'ended', text: `${label} has ended.${removed.length > 0 ? ` Removed: ${removed.join(', ')}.` : ''}` };
};

const othersOf = (cwd: string): string => {
  const names = listClusters(cwd);
  return names.length > 0 ? ` There are: ${names.join(', ')}.` : '';
};

/** The process is unknown without the file; if it still runs, it ends itself as soon as the file is gone. */
const removeDamaged = (name: string, { cwd }: Pick<Io, 'cwd'>): Ended => {
  releaseName(cwd, { name, runId: '' });
  return {
    how: 'damaged',
    text: `The file of cluster ${name} (${filesOf(cwd, name).state}) could not be read and is removed. Check whether it left containers: docker ps --filter label=dev.plumbline.run`,
  };
};

/** Ends the process in which the cluster runs or which is starting it. */
const stopProcess = async (
  cluster: StandingCluster,
  io: Pick<Io, 'clock' | 'kill'>,
): Promise<'stopped' | 'dead' | 'unknown'> => {
  if (!cluster.inProcess && cluster.state === 'ready') return 'dead';
  const found = await findProcess(cluster, io);
  // A process in another PID namespace is never signalled: it ends itself when its name is released.
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
    message: `The process ${cluster.pid} of cluster ${cluster.name} does not end, even after SIGKILL.`,
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
      hint: 'Try again; the file of the cluster is kept.',
    });
  }
};
