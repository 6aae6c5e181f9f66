import { createChanges } from '../cluster/changes.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { chooseProvider } from '../cluster/index.ts';
import { exitCodes } from '../core/exit-code.ts';
import { watchInterruption } from '../core/interruption.ts';
import type { Io, Signal } from '../core/io.ts';
import { seededRandom } from '../core/random.ts';
import { clusterOptions, clusterSettingsOf, simulatedClock, startSettingsOf } from '../options/cluster-options.ts';
import { defineCommand, type OptionTable, type OptionValues } from '../options/command.ts';
import type { Config } from '../options/config.ts';
import { makeRunId, makeSeed } from '../options/run-id.ts';
import { selectionOptions } from '../options/selection-options.ts';
import { showBoot } from '../output/boot-progress.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Selftest, SelftestOptions } from '../selftest/selftest.ts';

const options = {
  ...selectionOptions,
  ...clusterOptions,
  sample: { type: 'number', value: 'N', summary: 'run only N mutants, chosen at random' },
  seed: { type: 'number', value: 'N', summary: 'repeat the sample of an earlier run' },
  parallel: { type: 'number', value: 'N', summary: 'run N scenarios at the same time', default: 8 },
  patience: {
    type: 'number',
    value: 'MS',
    summary: 'the longest time that a step may take, in milliseconds',
    default: 30_000,
  },
  minScore: {
    type: 'number',
    value: 'PERCENT',
    summary: 'exit with 1 if the scenarios notice a smaller share of the mutants',
    default: 95,
  },
  accept: { type: 'string', value: 'FILE', summary: 'mutants that may survive: a YAML mapping from mutant to reason' },
  json: { type: 'boolean', summary: 'print every mutant with its fate, as JSON' },
} as const satisfies OptionTable;

/** Puts mistakes into the manifests of scenarios, one at a time, and reports the mistakes that no step noticed. */
export const selftest = defineCommand({
  name: 'selftest',
  summary: 'put mistakes into the manifests of scenarios: do their steps notice?',
  words: '[PATH…]',
  notes: [
    'Each mutant has one mistake in one manifest: a wrong selector, port, name, type, path … A scenario that still passes',
    'has missed the mistake. The unchanged scenario must pass first, with the same --patience.',
    '',
    'Examples:',
    '  plumbline selftest scenarios/creating-services',
    '  plumbline selftest --accept survivors.yaml scenarios/',
    '  plumbline selftest --cluster kind --sample 30 --seed 7 scenarios/',
    '',
    'Exit codes: 0 the score is reached, 1 it is not or an unchanged scenario does not pass, 2 wrong usage, 3 there is no',
    'cluster, 4 no scenario was selected, 130 or 143 interrupted.',
  ].join('\n'),
  options,
  async run(words, given, io) {
    const { withScenarios } = await import('../options/selection.ts');
    return withScenarios(words, given, io, async ({ scenarios, config }) => {
      const { readAccepted } = await import('../selftest/accepted-survivors.ts');
      const accepted = given.accept === undefined ? new Map<string, string>() : readAccepted(given.accept, io.cwd);
      const seed = given.seed ?? makeSeed();
      const found = await testOnCluster(scenarios, { given, config, seed }, io);
      if (typeof found === 'string') return exitCodes[found];
      const { selftestJson, selftestText } = await import('../output/selftest-text.ts');
      const { isReached } = await import('../selftest/score.ts');
      io.out(given.json ? selftestJson(found, seed) : selftestText(found, accepted, given.minScore));
      return isReached(found, given.minScore, accepted) ? exitCodes.passed : exitCodes.failed;
    });
  },
});

interface TestSettings {
  given: OptionValues<typeof options>;
  config: Config;
  seed: number;
}

/** Starts a cluster, tests the scenarios on it and closes it. Returns the signal's name if it was interrupted. */
const testOnCluster = async (
  scenarios: readonly Scenario[],
  { given, config, seed }: TestSettings,
  io: Io,
): Promise<Selftest | Signal> => {
  const settings = clusterSettingsOf(given, config, io);
  const provider = await chooseProvider(settings.provider);
  // Loaded before a cluster exists, whose time could pass meanwhile.
  const rooms = { ...(await import('../selftest/selftest.ts')), ...(await import('../selftest/score.ts')) };
  const runId = makeRunId(io.clock.date());
  const interruption = watchInterruption(
    io,
    (signal) => io.err(`${signal}: stopping, then cleaning up.\n`),
    (signal) => io.exit(exitCodes[signal]),
  );
  const { signal } = interruption;
  const boot = showBoot(io, provider.name);
  try {
    const cluster = await provider.start({
      ...startSettingsOf(settings, scenarios),
      runId,
      keep: false,
      seed,
      clock: simulatedClock(io.clock),
      onPhase: boot.onPhase,
      signal,
    });
    boot.close();
    try {
      const found = await testScenarios(scenarios, cluster, given, { rooms, seed, runId, signal, io });
      return interruption.name ?? found;
    } finally {
      await cluster.close();
    }
  } catch (cause) {
    if (interruption.name) return interruption.name;
    throw cause;
  } finally {
    boot.close();
    interruption.close();
  }
};

type Rooms = typeof import('../selftest/selftest.ts') & typeof import('../selftest/score.ts');

const testScenarios = async (
  scenarios: readonly Scenario[],
  cluster: Cluster,
  { sample, patience, parallel }: OptionValues<typeof options>,
  { rooms, seed, runId, signal, io }: { rooms: Rooms; seed: number; runId: string; signal: AbortSignal; io: Io },
): Promise<Selftest> => {
  const clock = cluster.clock ?? io.clock;
  const random = seededRandom(seed);
  const changes = createChanges(cluster.api, clock, random);
  const choose: SelftestOptions['choose'] = (all) =>
    sample === undefined ? all : rooms.sampleOf(all, sample, seededRandom(seed));
  let planned = 0;
  let done = 0;
  try {
    return await rooms.selftest(scenarios, {
      runId,
      cluster,
      changes,
      clock,
      random,
      signal,
      parallel: Math.max(1, parallel),
      patience,
      choose,
      onPlan: (count) => {
        planned = count;
        io.err(`${count} mutants\n`);
      },
      onVerdict: () => {
        done += 1;
        if (done % 100 === 0) io.err(`  ${done} of ${planned}\n`);
      },
    });
  } finally {
    changes.close();
  }
};
