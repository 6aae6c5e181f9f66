import type { Cluster, Vantage } from '../../runner/cluster/cluster.ts';
import { type Clock, manualClock } from '../../runner/core/clock.ts';
import { seededRandom } from '../../runner/core/random.ts';
import { passed } from '../../runner/steps/finding.ts';
import type { StepContext } from '../../runner/steps/step.ts';

/** A context for one look of a kind. By default the clock stands still, and every place is a pod. */
export const stepContext = (
  cluster: Cluster,
  { clock = manualClock(), places = {} }: { clock?: Clock; places?: Record<string, Vantage> } = {},
): StepContext => ({
  cluster,
  namespace: 'demo',
  clock,
  random: seededRandom(1),
  signal: new AbortController().signal,
  perform: async () => ({ ...passed({ expected: 'it is done', actual: 'done' }), attempts: 1, durationMs: 0 }),
  vantage: async (from) =>
    places[from] ?? { place: 'pod', namespace: 'demo', pod: from === 'probe' ? 'plumbline-probe' : from.slice(4) },
  onCleanup: () => undefined,
  memory: new Map(),
});
