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

/** Another cluster has the name: it is alive, is starting, or its state is unknown. */
export class NameTaken extends DiagnosticError {
  /** The cluster that has the name, if it is alive. */
  readonly alive: StandingCluster | undefined;

  constructor(name: string, what: string, alive?: StandingCluster) {
    super({
      code: 'cluster-exists',
      message: `A cluster ${name} already exists: ${what}.`,
      hint: `End it: ${downLine(name)}. Or start another one beside it: plumbline up --name NAME.`,
    });
    this.name = 'NameTaken';
    this.alive = alive;
  }
}

/** The properties of a cluster that are known before it starts. */
type Wanted = Pick<StandingCluster, 'name' | 'provider' | 'inProcess' | 'asked'>;

/**
 * Takes a name for a cluster that is about to start, and first removes a dead cluster of that name. Rejects with
 * `NameTaken` if that cluster is alive, is starting, or its state is unknown.
 */
export const takeName = async (wanted: Wanted, io: Io, choose = chooseProvider): Promise<StandingCluster> => {
  const { name } = wanted;
  const cluster: StandingCluster = {
    ...wanted,
    version: 1,
    runId: makeRunId(io.clock.date()),
    state: 'starting',
    since: io.clock.date().toISOString(),
    pid: io.pid,
    owner: await readOwner(),
  };
  if (claimName(io.cwd, cluster)) return cluster;
  const found = readCluster(io.cwd, name);
  if (found === 'damaged') throw new NameTaken(name, 'its file cannot be read');
  if (found) {
    const { state, why } = await checkHealth(found, io);
    if (state === 'alive') throw new NameTaken(name, `${found.provider}, since ${found.since}`, found);
    if (state !== 'dead') throw new NameTaken(name, `${state}, ${why}`);
    io.err(`${(await endCluster(name, io, choose)).text}\n`);
  }
  if (claimName(io.cwd, cluster)) return cluster;
  throw new NameTaken(name, 'another process started it at this moment');
};
