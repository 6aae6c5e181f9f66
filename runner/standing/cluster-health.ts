import { createClient } from '../cluster/client.ts';
import { readKubeconfig } from '../cluster/kubeconfig-file.ts';
import { isAlive, readOwner } from '../cluster/owner.ts';
import type { Clock } from '../core/clock.ts';
import type { Io } from '../core/io.ts';
import { readKubeconfigText, type StandingCluster } from './standing-cluster.ts';

/** Milliseconds for the API server of a cluster on this machine. */
const answerDeadline = 3_000;

/** A cluster as it is found to be; `alive` has answered just now. */
export interface Health {
  state: 'alive' | 'starting' | 'dead' | 'unreachable';
  /** As the API server says it. */
  version?: string;
  nodes?: number;
  /** Why it is not alive. */
  why?: string;
}

/** Whether the cluster's process runs. A process of the same number that started at another time is not it. */
export const findProcess = async (
  { owner, pid }: Pick<StandingCluster, 'owner' | 'pid'>,
  io: Pick<Io, 'kill'>,
): Promise<'alive' | 'dead' | 'unknown'> => {
  const here = await readOwner();
  const found = await isAlive(owner, here);
  // Where there is no /proc, a number that nobody has says enough.
  return found === 'unknown' && owner.scope === here.scope && !io.kill(pid, 0) ? 'dead' : found;
};

/** Asks the API server who it is. Rejects when it does not answer as one. */
export const askServer = async (kubeconfig: string, clock: Clock): Promise<{ version: string; nodes: number }> => {
  const { connection, diagnostics } = readKubeconfig(kubeconfig);
  if (!connection) throw new Error(`the kubeconfig cannot be read: ${diagnostics[0]?.message ?? 'it is empty'}`);
  const client = createClient(connection, { clock, deadline: answerDeadline });
  try {
    const { status, body } = await client.raw('/version');
    if (status !== 200) throw new Error(`GET /version answered ${status}`);
    const version: unknown = JSON.parse(body).gitVersion;
    const nodes = await client.list({ apiVersion: 'v1', kind: 'Node' });
    return { version: String(version), nodes: nodes.items.length };
  } finally {
    await client.close();
  }
};

/** Looks at the process and asks the API server: nothing is believed because it is written down. */
export const checkHealth = async (
  cluster: StandingCluster,
  io: Pick<Io, 'kill' | 'clock' | 'cwd'>,
  ask = askServer,
): Promise<Health> => {
  const { pid, inProcess, state } = cluster;
  if (inProcess || state === 'starting') {
    const found = await findProcess(cluster, io);
    if (found === 'dead') return { state: 'dead', why: `its process ${pid} has ended` };
  }
  if (state === 'starting') return { state: 'starting', why: `its process ${pid} is starting it` };
  try {
    return { state: 'alive', ...(await ask(readKubeconfigText(io.cwd, cluster.name) ?? '', io.clock)) };
  } catch (cause) {
    return { state: 'unreachable', why: cause instanceof Error ? cause.message : String(cause) };
  }
};
