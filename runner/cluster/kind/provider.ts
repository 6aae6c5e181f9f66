import { systemClock } from '../../core/clock.ts';
import { DiagnosticError } from '../../core/diagnostic.ts';
import type { ClusterProvider } from '../cluster.ts';
import { boot } from './boot.ts';
import { makeCluster } from './cluster.ts';
import { connectEngine } from './engine.ts';
import { defaultNodeImage, defaultProbeImage } from './image-name.ts';
import { labelsOfRun } from './labels.ts';
import { readOwner } from './owner.ts';
import { makePhases, PhaseFailure } from './phases.ts';
import { findRefusal } from './refusal.ts';
import { removeRun } from './removal.ts';

export const kindProvider: ClusterProvider = {
  name: 'kind',
  summary: 'kindest/node containers on a local container engine; the reference for what is true',
  refusal: findRefusal,
  async start(options) {
    const clock = systemClock;
    const phases = makePhases(clock, options.onPhase, options.signal);
    const engine = await phases.run('engine', connectEngine);
    const image = options.image ?? defaultNodeImage;
    const probeImage = options.probeImage ?? defaultProbeImage;
    let starts: readonly Promise<unknown>[] = [];
    try {
      const booted = await boot({
        engine,
        options,
        image,
        probeImage,
        labels: labelsOfRun(options.runId, await readOwner(), options.keep),
        reap: true,
        clock,
        phases,
        onStarts: (all) => {
          starts = all;
        },
      });
      return makeCluster({ engine, options, image, probeImage, booted, boot: phases.timeline });
    } catch (error) {
      await Promise.allSettled(starts);
      await removeRun(engine.docker, options.runId);
      if (!(error instanceof PhaseFailure)) throw error;
      throw new DiagnosticError({
        code: 'cluster-boot-failed',
        message: [`${error.phase}: ${error.message}`, ...error.evidence].join('\n'),
      });
    }
  },
  sweep: async () => [],
};
