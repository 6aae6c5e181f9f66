import type Dockerode from 'dockerode';
import { deadlineSignal } from '../../../core/clock.ts';
import { statusOf } from './engine.ts';
import { labels } from './labels.ts';

const closeMs = 20_000;

/** True if the object is gone, or is already being removed. */
const isGone = (error: unknown): boolean => [404, 409].includes(statusOf(error) ?? 0);

const ignoreGone = async (work: Promise<unknown>): Promise<void> => {
  await work.catch((error: unknown) => {
    if (!isGone(error)) throw error;
  });
};

/** Removes the containers (with their anonymous volumes), then the networks that have the labels. Returns their names. */
export const removeLabelled = async (
  docker: Dockerode,
  label: readonly string[],
  signal: AbortSignal,
): Promise<string[]> => {
  const filters = { label: [...label] };
  const containers = await docker.listContainers({ all: true, filters, abortSignal: signal });
  const removals = await Promise.allSettled(
    containers.map(({ Id }) =>
      ignoreGone(docker.getContainer(Id).remove({ force: true, v: true, abortSignal: signal })),
    ),
  );
  const networks = await docker.listNetworks({ filters, abortSignal: signal });
  const left = await Promise.allSettled(
    networks.map(({ Id }) => ignoreGone(docker.getNetwork(Id).remove({ abortSignal: signal }))),
  );
  const failures = [...removals, ...left].filter((each) => each.status === 'rejected').map((each) => each.reason);
  if (failures.length > 0) throw new AggregateError(failures, 'Some containers or networks could not be removed.');
  return [
    ...containers.map(({ Names, Id }) => Names[0]?.replace(/^\//, '') ?? Id),
    ...networks.map(({ Name }) => Name),
  ];
};

/** Removes everything of a run, within 20 s whatever the engine does. Tries twice: a container may have just started. */
export const removeRun = async (docker: Dockerode, runId: string): Promise<string[]> => {
  const signal = deadlineSignal(closeMs);
  const label = [`${labels.run}=${runId}`];
  const removed = await removeLabelled(docker, label, signal).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return [];
  });
  return [...removed, ...(await removeLabelled(docker, label, signal))];
};
