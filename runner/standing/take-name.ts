import { chooseProvider } from '../cluster/index.ts';
import { readOwner } from '../cluster/owner.ts';
import { DiagnosticError } from '../core/diagnostic.ts';
import type { Io } from '../core/io.ts';
import { makeRunId } from '../options/run-id.ts';
import { checkHealth } from './cluster-health.ts';
import { endCluster } from './end-cluster.ts';
import { claimName, readCluster, type StandingCluster } from './standing-cluster.ts';

/** The name of a cluster that was started without one. */
export const defaultName = 'default';

/** The command that ends the cluster. */
export const downLine = (name: string): string => `plumbline down${name === defaultName ? '' : ` ${name}`}`;

const exists = (name: string, what: string): DiagnosticError =>
  new DiagnosticError({
    code: 'cluster-exists',
    message: `A cluster ${name} already exists: ${what}.`,
    hint: `End it: ${downLine(name)}. Or start another one beside it: plumbline up --name NAME.`,
  });

/**
 * Takes a name for a cluster that is about to start, and first removes a dead cluster of that name. Rejects with
 * `cluster-exists` if that cluster is alive, is starting, or its state is unknown.
 */
export const takeName = async (
  { name, provider, inProcess }: Pick<StandingCluster, 'name' | 'provider' | 'inProcess'>,
  io: Io,
  choose = chooseProvider,
): Promise<StandingCluster> => {
  const cluster: StandingCluster = {
    version: 1,
    name,
    runId: makeRunId(io.clock.date()),
    provider,
    state: 'starting',
    since: io.clock.date().toISOString(),
    pid: io.pid,
    owner: await readOwner(),
    inProcess,
  };
  if (claimName(io.cwd, cluster)) return cluster;
  const found = readCluster(io.cwd, name);
  if (found === 'damaged') throw exists(name, 'its file cannot be read');
  if (found) {
    const { state, why } = await checkHealth(found, io);
    if (state === 'alive') throw exists(name, `${found.provider}, since ${found.since}`);
    if (state !== 'dead') throw exists(name, `${state}, ${why}`);
    io.err(`${(await endCluster(name, io, choose)).text}\n`);
  }
  if (claimName(io.cwd, cluster)) return cluster;
  throw exists(name, 'another process started it at this moment');
};
