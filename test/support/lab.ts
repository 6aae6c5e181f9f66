import { join } from 'node:path';
import process from 'node:process';
import { createChanges } from '../../runner/cluster/changes.ts';
import type { Cluster } from '../../runner/cluster/cluster.ts';
import { chooseProvider } from '../../runner/cluster/index.ts';
import { systemClock } from '../../runner/core/clock.ts';
import type { RunEvent } from '../../runner/core/events.ts';
import { fold } from '../../runner/core/fold.ts';
import { renderDiagnostic } from '../../runner/core/frame.ts';
import { leapingClock } from '../../runner/core/leaping-clock.ts';
import { seededRandom } from '../../runner/core/random.ts';
import type { ScenarioRecord, StepRecord } from '../../runner/core/result.ts';
import { runScenarios } from '../../runner/engine/run.ts';
import { makeRunId } from '../../runner/options/run-id.ts';
import { loadScenarios } from '../../runner/scenario/load.ts';
import { readFileWithin } from '../../runner/scenario/read-file.ts';
import type { Scenario } from '../../runner/scenario/scenario.ts';
import { stepKinds } from '../../runner/steps/index.ts';
import { root } from './imports.ts';
import { type EventLoop, type GuardedClock, guardClock, watchEventLoop } from './unannounced.ts';

/** A cluster for many runs of scenarios in one process. */
export interface Lab {
  /** How long a step of a broken scenario may keep trying, in milliseconds. Nothing will repair the scenario. */
  patience: number;
  /** The same for a step that waits for pods to start. */
  bootPatience: number;
  /** Runs scenarios in parallel and returns their records. */
  runAll(scenarios: readonly Scenario[], parallel?: number): Promise<ScenarioRecord[]>;
  cluster(): Promise<Cluster>;
  /** Work that was going on when simulated time leapt ahead, because its code did not announce it. */
  leaps(): string[];
  close(): Promise<void>;
}

/** A control plane and a worker, which start with the first run. */
export const makeLab = (provider: string, patience: number, bootPatience: number): Lab => {
  let starting: Promise<Cluster> | undefined;
  let guarded: GuardedClock | undefined;
  let loop: EventLoop | undefined;
  const start = async (): Promise<Cluster> => {
    // Work of other tests in this process is over, or not of this cluster.
    loop = watchEventLoop();
    guarded = guardClock(leapingClock(systemClock), loop);
    return (await chooseProvider(provider)).start({
      runId: makeRunId(new Date()),
      workers: 1,
      proxyMode: 'iptables',
      ...(process.env['PLUMBLINE_NODE_IMAGE'] && { image: process.env['PLUMBLINE_NODE_IMAGE'] }),
      images: ['luksa/kubia', 'busybox:1.36'],
      keep: false,
      clock: guarded.clock,
      onPhase: () => undefined,
      signal: new AbortController().signal,
    });
  };
  const cluster = (): Promise<Cluster> => {
    starting ??= start();
    return starting;
  };
  return {
    patience,
    bootPatience,
    cluster,
    leaps: () => guarded?.leaps() ?? [],
    runAll: async (scenarios, parallel = 4) => runAll(await cluster(), provider, scenarios, parallel),
    close: async () => {
      await (await starting?.catch(() => undefined))?.close();
      loop?.close();
    },
  };
};

/** Loads one scenario of the folder scenarios, or of the given text. */
export const load = async (path: string, text?: string): Promise<Scenario> => {
  const file = join(root, 'scenarios', path);
  const loaded = await loadScenarios({
    files: [file],
    kinds: stepKinds,
    root: join(root, 'scenarios'),
    ...(text !== undefined && {
      readFile: async (path: string, folder: string) => (path === file ? text : readFileWithin(path, folder)),
    }),
  });
  const [scenario] = loaded.scenarios;
  if (scenario) return scenario;
  throw new Error(
    loaded.diagnostics
      .map((each) => renderDiagnostic(each, loaded.texts.get(each.span?.file ?? ''), { color: false }))
      .join('\n'),
  );
};

const runAll = async (
  cluster: Cluster,
  provider: string,
  scenarios: readonly Scenario[],
  parallel: number,
): Promise<ScenarioRecord[]> => {
  const random = seededRandom(Date.now());
  const clock = cluster.clock ?? systemClock;
  const changes = createChanges(cluster.api, clock, random);
  const runId = makeRunId(new Date());
  const events: RunEvent[] = [];
  const emit = (event: object): void => void events.push({ ...event, at: new Date().toISOString() } as RunEvent);
  const plan = scenarios.map(({ planned }) => planned);
  emit({ type: 'run:start', version: 1, runId, tool: 'test', seed: 1, provider, plan });
  await runScenarios({
    runId,
    scenarios,
    cluster,
    changes,
    clock,
    wall: systemClock,
    random,
    signal: new AbortController().signal,
    emit,
    parallel,
    failFast: false,
    strict: true,
    keep: false,
  });
  emit({ type: 'run:end', durationMs: 0, exitCode: 0 });
  changes.close();
  return fold(events).scenarios;
};

/** The same scenario under another name, so that one run can have several copies. */
export const renamed = (scenario: Scenario, id: string): Scenario => ({
  ...scenario,
  planned: { ...scenario.planned, id },
});

/** The results and troubles of a scenario, for the message of an assertion. */
export const explain = ({ planned, steps, troubles }: ScenarioRecord): string =>
  [
    planned.id,
    ...steps.map(
      ({ planned: { id }, result }) =>
        `  ${id}: ${result.outcome} ${result.reason?.code ?? ''} ${result.reason?.message ?? ''}`,
    ),
    ...troubles.map(({ diagnostic }) => `  trouble: ${diagnostic.message}`),
  ].join('\n');

/** The steps that failed or were in error themselves: neither passed nor blocked by another. */
export const failedSteps = ({ steps }: ScenarioRecord): StepRecord[] =>
  steps.filter(({ result }) => result.outcome === 'failed' || result.outcome === 'error');
