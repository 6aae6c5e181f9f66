import { createClient } from '../cluster/client.ts';
import { readKubeconfig } from '../cluster/kubeconfig-file.ts';
import { isAlive, readOwner } from '../cluster/owner.ts';
import type { Clock } from '../core/clock.ts';
import type { Io } from '../core/io.ts';
import { readKubeconfigText, type StandingCluster } from './standing-cluster.ts';

/** Milliseconds in which the API server of a cluster on this machine must answer. */
const answerDeadline = 3_000;

/** The present state of a cluster; `alive`: it answered just now. */
export interface Health {
  state: 'alive' | 'starting' | 'dead' | 'unreachable';
  /** The version that the API server returns. */
  version?: string;
  nodes?: number;
  /** Why it is not alive. */
  why?: string;
}

/** Whether the process of a cluster runs. A process with the same id that started at another time is a different one. */
export const findProcess = async (
  { owner, pid }: Pick<StandingCluster, 'owner' | 'pid'>,
  io: Pick<Io, 'kill'>,
): Promise<'alive' | 'dead' | 'unknown'> => {
  const here = await readOwner();
  const found = await isAlive(owner, here);
  // On a system without /proc, an id that no process has proves that it is dead.
  return found === 'unknown' && owner.scope === here.scope && !io.kill(pid, 0) ? 'dead' : found;
};

/** Asks the API server for its version. Rejects if the answer is not that of an API server. */
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

/** Checks the process and asks the API server. The recorded state is not trusted. */
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
