import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '../../runner/cluster/client.ts';
import { readKubeconfig } from '../../runner/cluster/kubeconfig-file.ts';
import { systemClock } from '../../runner/core/clock.ts';
import { filesOf } from '../../runner/standing/standing-cluster.ts';
import { startPlumbline } from '../../test/support/child.ts';

export interface Standing {
  pid: number;
  /** A client that uses the cluster's kubeconfig, as kubectl does. */
  client: Client;
}

/** Runs `work` with an embedded cluster in a process of its own, and ends the process. */
export const withStanding = async <Value>(
  options: readonly string[],
  work: (standing: Standing) => Promise<Value>,
): Promise<Value> => {
  const cwd = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
  const child = startPlumbline(['up', '--cluster', 'embedded', ...options], { cwd });
  try {
    await child.until(/^export KUBECONFIG=/m);
    const { connection } = readKubeconfig(await readFile(filesOf(cwd, 'default').kubeconfig, 'utf8'));
    if (!connection || child.process.pid === undefined) throw new Error('the cluster has no process or no kubeconfig');
    const client = createClient(connection, { clock: systemClock });
    const value = await work({ pid: child.process.pid, client });
    await client.close();
    return value;
  } finally {
    child.process.kill('SIGTERM');
    await child.ended;
    await rm(cwd, { recursive: true, force: true });
  }
};
