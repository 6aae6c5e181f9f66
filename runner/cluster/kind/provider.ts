import { systemClock } from '../../core/clock.ts';
import { DiagnosticError } from '../../core/diagnostic.ts';
import type { ClusterProvider, StartOptions } from '../cluster.ts';
import { defaultNodeImage, defaultProbeImage } from '../default-images.ts';
import { readOwner } from '../owner.ts';
import { about } from './about.ts';
import { boot } from './boot/boot.ts';
import { describeFailure } from './boot/boot-failure.ts';
import { makePhases, PhaseFailure } from './boot/phases.ts';
import { makeCluster } from './cluster.ts';
import { connectEngine } from './engine/engine.ts';
import { labelsOfRun } from './engine/labels.ts';
import { startReaper } from './engine/reaper.ts';
import { findRefusal } from './engine/refusal.ts';
import { removeRun } from './engine/removal.ts';
import { sweepEngine } from './engine/sweep.ts';
import { readMachine } from './nodes/machine.ts';

/** The error of a failed boot: a diagnostic, or the signal's reason if the caller interrupted it. */
const explain = async (error: unknown, signal: AbortSignal): Promise<unknown> => {
  if (signal.aborted) return signal.reason;
  if (error instanceof DiagnosticError) return error;
  if (!(error instanceof PhaseFailure)) return error;
  if (error.cause instanceof DiagnosticError) return error.cause;
  return new DiagnosticError(describeFailure(error, await readMachine()));
};

const start = async (options: StartOptions) => {
  const clock = systemClock;
  const phases = makePhases({ clock, onPhase: options.onPhase, signal: options.signal });
  const image = options.image ?? defaultNodeImage;
  const probeImage = options.probeImage ?? defaultProbeImage;
  const starts: Promise<unknown>[] = [];
  let undo = async (): Promise<void> => undefined;
  try {
    const [engine, owner] = await Promise.all([phases.run('engine', connectEngine), readOwner()]);
    undo = async () => {
      await Promise.allSettled(starts);
      await removeRun(engine.docker, options.runId);
    };
    const session = options.keep ? undefined : await startReaper(engine);
    const reap = session !== undefined;
    const labels = labelsOfRun(options.runId, owner, options.keep);
    const booted = await boot({ engine, options, image, probeImage, labels, session, clock, phases, starts });
    return makeCluster({ engine, options, image, probeImage, labels, reap, booted, boot: phases.timeline, clock });
  } catch (error) {
    await undo();
    throw await explain(error, options.signal);
  }
};

/** `--cluster kind`. All its containers and networks have the labels of `labels.ts`. */
export const kindProvider: ClusterProvider & Required<Pick<ClusterProvider, 'remove'>> = {
  ...about,
  refusal: findRefusal,
  start,
  async sweep() {
    const [{ docker }, owner] = await Promise.all([connectEngine(), readOwner()]);
    return sweepEngine(docker, owner, systemClock.date().getTime());
  },
  remove: async (runId) => removeRun((await connectEngine()).docker, runId),
};
