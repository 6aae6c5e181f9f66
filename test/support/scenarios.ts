import type { KubernetesObject } from '../../runner/cluster/cluster.ts';
import { manualClock } from '../../runner/core/clock.ts';
import type { RunEvent } from '../../runner/core/events.ts';
import { fold } from '../../runner/core/fold.ts';
import { seededRandom } from '../../runner/core/random.ts';
import type { RunRecord } from '../../runner/core/result.ts';
import { runScenarios } from '../../runner/engine/run.ts';
import type { BoundStep, Scenario } from '../../runner/scenario/scenario.ts';
import { fakeCluster } from './fake-cluster.ts';

/** A scenario as the loader makes it. */
export const testScenario = (steps: BoundStep[], more: Partial<Scenario> = {}, id = 'test'): Scenario => ({
  planned: {
    id,
    title: `scenario ${id}`,
    file: `${id}.yaml`,
    tags: [],
    steps: [...steps, ...(more.cleanup ?? [])].map(({ planned }) => planned),
  },
  needs: {},
  serial: false,
  namespaces: [],
  vars: {},
  simulatedImages: [],
  imageScope: id,
  mentions: [],
  given: [],
  steps,
  cleanup: [],
  ...more,
});

const account = (namespace: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'default', namespace },
});

export interface RunOutcome {
  events: RunEvent[];
  record: RunRecord;
  cluster: ReturnType<typeof fakeCluster>;
}

/** A fake cluster in which each new namespace gets its default ServiceAccount, as in a real one. */
export const readyCluster = (cluster = fakeCluster()): ReturnType<typeof fakeCluster> => {
  const create = cluster.api.create;
  cluster.api.create = async (object, more) => {
    const written = await create(object, more);
    if (object.kind === 'Namespace') await create(account(object.metadata.name));
    return written;
  };
  return cluster;
};

/** Runs scenarios on a fake cluster. */
export const runTest = async (
  scenarios: Scenario[],
  options: Partial<Parameters<typeof runScenarios>[0]> & { cluster?: ReturnType<typeof fakeCluster> } = {},
): Promise<RunOutcome> => {
  const cluster = readyCluster(options.cluster);
  const clock = options.clock ?? manualClock();
  const events: RunEvent[] = [];
  const at = '2026-01-01T00:00:00.000Z';
  const emit = (event: object): void => void events.push({ ...event, at } as RunEvent);
  const plan = scenarios.map(({ planned }) => planned);
  emit({ type: 'run:start', version: 1, runId: 'test-run', tool: 'test', seed: 1, provider: 'fake', plan });
  await runScenarios({
    runId: 'test-run',
    scenarios,
    changes: { subscribe: () => ({ changed: async () => false }) },
    random: seededRandom(1),
    signal: new AbortController().signal,
    parallel: 1,
    failFast: false,
    strict: false,
    keep: false,
    ...options,
    clock,
    cluster,
    emit,
  });
  emit({ type: 'run:end', durationMs: 1, exitCode: 0 });
  return { events, record: fold(events), cluster };
};
