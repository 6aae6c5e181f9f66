import type { Diagnostic } from './diagnostic.ts';
import type { JsonObject } from './json.ts';
import type { Reason } from './reason.ts';

/**
 * failed: observed and wrong, the subject's fault. error: could not be observed, ours or the machine's.
 * Unknown is never passed.
 */
export const outcomes = ['passed', 'failed', 'error', 'skipped', 'not-run'] as const;
export type Outcome = (typeof outcomes)[number];

/** A piece of what was seen, kept as it was seen (bounded in length, not yet escaped for any format). */
export interface Evidence {
  title: string;
  text: string;
}

/** What one look at the cluster found. Success and failure have one shape. */
export interface Finding {
  outcome: 'passed' | 'failed' | 'error' | 'skipped';
  /** Why, unless it passed. */
  reason?: Reason;
  /** One line each, in the words of the field. */
  expected: string;
  actual: string;
  evidence: Evidence[];
  /** A line a person can paste into a shell. */
  reproduce?: string;
  /** The structured answer: what `capture` reads and reports store. */
  observation: JsonObject;
  /** Part of the points earned, 0 to 1; by default 1 when passed and 0 otherwise. */
  fraction?: number;
  /** Looking again cannot change it. */
  final?: boolean;
}

export interface StepResult extends Omit<Finding, 'outcome' | 'final'> {
  outcome: Outcome;
  /** The planned title with its `${…}` expressions replaced; absent when it has none. For people: it varies from run to run. */
  title?: string;
  /** How often the step looked. */
  attempts: number;
  durationMs: number;
}

/** A step as it was planned, before anything ran. */
export interface PlannedStep {
  id: string;
  kind: string;
  title: string;
  file: string;
  line: number;
  /** Part of `cleanup`: it runs whatever happened. */
  cleanup?: boolean;
  points?: number;
  bonus?: boolean;
  hidden?: boolean;
  hint?: string;
}

export interface PlannedScenario {
  /** Unique in the run: the file's path without extension, and the matrix values if any. */
  id: string;
  title: string;
  file: string;
  tags: string[];
  source?: string;
  steps: PlannedStep[];
}

/** What a cluster is: every report names it, so that a simulated result never looks like a real one. */
export interface Fingerprint {
  provider: string;
  kubernetesVersion: string;
  proxyMode: string;
  isolation: string;
  nodes: number;
  image?: string;
}

/** One phase of a cluster's boot. Milliseconds count from the start of the boot. */
export interface BootPhase {
  phase: string;
  startMs: number;
  endMs: number;
}

export interface StepRecord {
  planned: PlannedStep;
  result: StepResult;
}

export interface ScenarioRecord {
  planned: PlannedScenario;
  outcome: Outcome;
  startedAt?: string;
  durationMs: number;
  namespace?: string;
  steps: StepRecord[];
  /** What set-up or clean-up could not do, apart from any step. */
  troubles: Trouble[];
}

/** A fault outside any step: set-up, clean-up, a report, the cluster. */
export interface Trouble {
  phase: 'boot' | 'setup' | 'cleanup' | 'report' | 'run';
  diagnostic: Diagnostic;
  /** The subject's fault (failed) or ours (error). */
  outcome: 'failed' | 'error';
  /** Names of what was left behind. */
  leftovers?: string[];
  evidence?: Evidence[];
}

export interface RunRecord {
  version: number;
  runId: string;
  tool: string;
  startedAt: string;
  seed: number;
  provider: string;
  cluster?: Fingerprint;
  boot: BootPhase[];
  scenarios: ScenarioRecord[];
  troubles: Trouble[];
  interrupted?: string;
  /** False when the events end before the run did: a crash, a kill, or a run still going. */
  complete: boolean;
  durationMs: number;
}

/** The worst outcome wins: unknown before wrong before right. Nothing at all is not-run. */
export const worstOutcome = (all: readonly Outcome[]): Outcome =>
  (['error', 'failed', 'not-run', 'skipped', 'passed'] as const).find((each) => all.includes(each)) ?? 'not-run';
