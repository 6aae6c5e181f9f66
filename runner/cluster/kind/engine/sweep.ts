import type Dockerode from 'dockerode';
import { deadlineSignal } from '../../../core/clock.ts';
import { isAlive, type Owner } from '../../owner.ts';
import { labels, ownerOf } from './labels.ts';
import { removeRun } from './removal.ts';

const sweepMs = 20_000;

/** If this machine cannot find out whether the owner is alive, a run counts as over after a day. */
const longestRunMs = 24 * 3_600_000;

/** A container or network of Plumbline's on the engine. */
export interface Trace {
  labels: Readonly<Record<string, string>> | undefined;
  /** Milliseconds since 1970. */
  createdAt: number;
}

export interface Judge {
  here: Owner;
  /** Wall time in milliseconds since 1970. */
  now: number;
  startTimeOf?: (pid: string) => Promise<string>;
}

/** The runs that are over and keep nothing. One trace whose owner may be alive spares the whole run. */
export const findDeadRuns = async (traces: readonly Trace[], { here, now, startTimeOf }: Judge): Promise<string[]> => {
  const dead = new Map<string, boolean>();
  for (const trace of traces) {
    const run = trace.labels?.[labels.run];
    const owner = ownerOf(trace.labels);
    if (run === undefined || !owner) continue;
    const state = await isAlive(owner, here, startTimeOf);
    const over = state === 'dead' || (state === 'unknown' && now - trace.createdAt > longestRunMs);
    const kept = trace.labels?.[labels.keep] === 'true';
    dead.set(run, (dead.get(run) ?? true) && over && !kept);
  }
  return [...dead].filter(([, over]) => over).map(([run]) => run);
};

/** Removes the containers (with their volumes) and networks of dead runs. Returns their names. */
export const sweepEngine = async (docker: Dockerode, here: Owner, now: number): Promise<string[]> => {
  const signal = deadlineSignal(sweepMs);
  const filters = { label: [labels.run] };
  const [containers, networks] = await Promise.all([
    docker.listContainers({ all: true, filters, abortSignal: signal }),
    docker.listNetworks({ filters, abortSignal: signal }),
  ]);
  const traces: Trace[] = [
    ...containers.map((each) => ({ labels: each.Labels, createdAt: each.Created * 1_000 })),
    ...networks.map((each) => ({ labels: each.Labels, createdAt: Date.parse(each.Created ?? '') })),
  ];
  const removed: string[] = [];
  for (const run of await findDeadRuns(traces, { here, now })) removed.push(...(await removeRun(docker, run)));
  return removed;
};
