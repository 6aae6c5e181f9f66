import { createChanges } from '../cluster/changes.ts';
import type { Cluster, ClusterProvider } from '../cluster/cluster.ts';
import { chooseProvider } from '../cluster/index.ts';
import { type Diagnostic, DiagnosticError } from '../core/diagnostic.ts';
import { eventVersion, type RunEvent } from '../core/events.ts';
import { exitCodeOf, exitCodes } from '../core/exit-code.ts';
import { startFold } from '../core/fold.ts';
import { watchInterruption } from '../core/interruption.ts';
import type { Io } from '../core/io.ts';
import { type Random, seededRandom } from '../core/random.ts';
import type { Trouble } from '../core/result.ts';
import { unhandledTrouble } from '../core/unhandled.ts';
import type { Emit } from '../engine/options.ts';
import { runScenarios } from '../engine/run.ts';
import { type ClusterSettings, simulatedClock, startSettingsOf } from '../options/cluster-options.ts';
import { makeRunId } from '../options/run-id.ts';
import { openOutputs } from '../output/outputs.ts';
import { parseReporters } from '../output/reporter-requests.ts';
import { openRecord } from '../record/record.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** All settings of a run, from options, environment and `plumbline.yaml`. */
export interface RunSettings extends ClusterSettings {
  scenarios: readonly Scenario[];
  reporters: readonly string[];
  parallel: number;
  seed: number;
  failFast: boolean;
  strict: boolean;
  keep: boolean;
  recordFolder: string;
}

/** Starts the record and a cluster, runs the scenarios, cleans up and reports, whatever fails. Returns the exit code. */
export const runSelected = async (settings: RunSettings, io: Io, choose = chooseProvider): Promise<number> => {
  const { requests, diagnostics } = parseReporters(settings.reporters);
  if (diagnostics.length > 0) throw new DiagnosticError(...diagnostics);
  const provider = await choose(settings.provider);
  const runId = makeRunId(io.clock.date());
  const started = io.clock.now();

  const folding = startFold();
  const toTrouble = (diagnostic: Diagnostic): Trouble => ({ phase: 'report', outcome: 'error', diagnostic });
  const outputs = openOutputs({
    requests,
    out: io.out,
    clock: io.clock,
    cwd: io.cwd,
    color: io.color,
    width: io.width,
    interactive: io.interactive,
    ascii: !/utf-?8/i.test(io.env['LC_ALL'] || io.env['LC_CTYPE'] || io.env['LANG'] || 'utf-8'),
    runId,
    onTrouble: (trouble) => emit({ type: 'trouble', trouble }),
  });
  const journal = openRecord(settings.recordFolder, runId, io.clock);
  const emit: Emit = (event) => {
    const stamped = { ...event, at: io.clock.date().toISOString() } as RunEvent;
    folding.add(stamped);
    const fault = journal.write(stamped);
    outputs.write(stamped);
    if (fault) emit({ type: 'trouble', trouble: toTrouble(fault) });
  };
  const leave = (): Trouble[] => [
    ...outputs.finish(),
    ...[journal.close()].filter((fault) => fault !== undefined).map(toTrouble),
  ];
  const ends = watchEnds(io, emit, leave);

  emit({
    type: 'run:start',
    version: eventVersion,
    runId,
    tool: `plumbline ${io.version}`,
    seed: settings.seed,
    provider: provider.name,
    plan: settings.scenarios.map(({ planned }) => planned),
  });
  if (journal.fault) emit({ type: 'trouble', trouble: toTrouble(journal.fault) });

  const random = seededRandom(settings.seed);
  const cluster = await startCluster(provider, settings, { runId, io, emit, signal: ends.signal });
  if (cluster) {
    await runOn(cluster, settings, { runId, io, emit, random, signal: ends.signal });
    await closeCluster(cluster, emit);
  }

  // The code is part of the last event and follows from all events, this one included.
  const end = { type: 'run:end', durationMs: Math.round(io.clock.now() - started) } as const;
  folding.add({ ...end, at: io.clock.date().toISOString(), exitCode: exitCodes.passed });
  const exitCode = exitCodeOf(folding.record());
  emit({ ...end, exitCode });
  ends.close();
  const late = leave();
  for (const { diagnostic } of late) io.err(`plumbline: ${diagnostic.message}\n`);
  return late.length > 0 && exitCode === exitCodes.passed ? exitCodes.environment : exitCode;
};

/**
 * A signal asks the run to end in good order. A second one, or a fault that nothing handles, ends it at once: then `leave`
 * finishes the reports and closes the record, in which missing results count as errors.
 */
const watchEnds = (io: Io, emit: Emit, leave: () => void): { signal: AbortSignal; close(): void } => {
  const interruption = watchInterruption(
    io,
    (signal) => emit({ type: 'run:interrupted', signal }),
    (signal) => {
      leave();
      io.exit(exitCodes[signal]);
    },
  );
  const forget = io.onFault((fault) => {
    try {
      emit({ type: 'trouble', trouble: unhandledTrouble(fault) });
    } finally {
      leave();
    }
  });
  return {
    signal: interruption.signal,
    close: () => {
      interruption.close();
      forget();
    },
  };
};

interface Running {
  runId: string;
  io: Io;
  emit: Emit;
  signal: AbortSignal;
}

const startCluster = async (
  provider: ClusterProvider,
  settings: RunSettings,
  { runId, io, emit, signal }: Running,
): Promise<Cluster | undefined> => {
  const began = io.clock.now();
  // Leftovers of dead runs are removed while this cluster starts; labels protect the objects of living runs.
  const swept = provider.sweep().catch(() => []);
  try {
    const cluster = await provider.start({
      runId,
      ...startSettingsOf(settings, settings.scenarios),
      keep: settings.keep,
      seed: settings.seed,
      clock: simulatedClock(io.clock),
      onPhase: (phase) => emit({ type: 'cluster:phase', ...phase }),
      signal,
    });
    await swept;
    const durationMs = Math.round(io.clock.now() - began);
    emit({ type: 'cluster:ready', cluster: cluster.fingerprint, boot: [...cluster.boot], durationMs });
    return cluster;
  } catch (cause) {
    await swept;
    if (!signal.aborted)
      for (const diagnostic of faultsOf(cause))
        emit({ type: 'trouble', trouble: { phase: 'boot', outcome: 'error', diagnostic } });
    return undefined;
  }
};

const faultsOf = (cause: unknown): readonly Diagnostic[] => {
  if (cause instanceof DiagnosticError) return cause.diagnostics;
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return [{ code: 'internal', message: `A fault in Plumbline itself: the cluster could not be started: ${text}` }];
};

const runOn = async (
  cluster: Cluster,
  { scenarios, parallel, failFast, strict, keep }: RunSettings,
  { runId, io, emit, random, signal }: Running & { random: Random },
): Promise<void> => {
  const clock = cluster.clock ?? io.clock;
  const changes = createChanges(cluster.api, clock, random);
  await runScenarios({
    scenarios,
    parallel,
    failFast,
    strict,
    keep,
    runId,
    cluster,
    changes,
    clock,
    wall: io.clock,
    random,
    signal,
    emit,
  });
  changes.close();
};

const closeCluster = async (cluster: Cluster, emit: Emit): Promise<void> => {
  try {
    await cluster.close();
  } catch (cause) {
    const message = `The cluster could not be removed: ${cause instanceof Error ? cause.message : String(cause)}`;
    emit({
      type: 'trouble',
      trouble: { phase: 'cleanup', outcome: 'error', diagnostic: { code: 'cleanup-failed', message } },
    });
  }
};
