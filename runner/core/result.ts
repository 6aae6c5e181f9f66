import type { Diagnostic } from './diagnostic.ts';
import type { JsonObject } from './json.ts';
import type { Reason } from './reason.ts';

/**
 * failed: the state was observed and is wrong; the objects under test are at fault. error: the state could not be
 * observed; Plumbline or the machine is at fault. An unknown result never counts as passed.
 */
export const outcomes = ['passed', 'failed', 'error', 'skipped', 'not-run'] as const;
export type Outcome = (typeof outcomes)[number];

/** A text that was seen in the cluster, unchanged but limited in length, and not yet escaped for any format. */
export interface Evidence {
  title: string;
  text: string;
}

/** The result of one look at the cluster, for success and failure alike. */
export interface Finding {
  outcome: 'passed' | 'failed' | 'error' | 'skipped';
  /** Why it did not pass. */
  reason?: Reason;
  /** One line each, in the words of Kubernetes and HTTP. */
  expected: string;
  actual: string;
  evidence: Evidence[];
  /** A command that a person can paste into a shell. */
  reproduce?: string;
  /** The observed values, as data: `capture` reads them and reports store them. */
  observation: JsonObject;
  /** The share of the points that is earned, from 0 to 1; by default 1 if passed and 0 otherwise. */
  fraction?: number;
  /** The parts of a real cluster that the look needs and that this one does not simulate, such as `Role (rbac.authorization.k8s.io/v1)`. */
  notSimulated?: string[];
  /** True if another look cannot change the result. */
  final?: boolean;
}

export interface StepResult extends Omit<Finding, 'outcome' | 'final'> {
  outcome: Outcome;
  /** The planned title with its `${…}` expressions replaced; absent if it has none. For people only: it varies from run to run. */
  title?: string;
  /** The number of looks. */
  attempts: number;
  durationMs: number;
}

/** A step of the plan, from before anything ran. */
export interface PlannedStep {
  id: string;
  kind: string;
  title: string;
  file: string;
  line: number;
  /** True for a step of `cleanup`, which always runs. */
  cleanup?: boolean;
  points?: number;
  bonus?: boolean;
  hidden?: boolean;
  hint?: string;
}

export interface PlannedScenario {
  /** Unique in the run: the path of the file without its extension, and the matrix values if any. */
  id: string;
  title: string;
  file: string;
  tags: string[];
  source?: string;
  steps: PlannedStep[];
}

/** Describes a cluster. Every report shows it, so that a simulated result never looks like a real one. */
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
  /** Faults of set-up and clean-up, which belong to no step. */
  troubles: Trouble[];
}

/** A fault outside any step: set-up, clean-up, a report, the cluster. */
export interface Trouble {
  phase: 'boot' | 'setup' | 'cleanup' | 'report' | 'run';
  diagnostic: Diagnostic;
  /** failed: the objects under test are at fault. error: Plumbline or the machine is. */
  outcome: 'failed' | 'error';
  /** The names of objects that clean-up left. */
  leftovers?: string[];
  evidence?: Evidence[];
  /** The parts of a real cluster that are needed and that this one does not simulate. */
  notSimulated?: string[];
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
  /** False if the events end before the run did: it crashed, was killed, or is still going on. */
  complete: boolean;
  durationMs: number;
}

/** The worst of all outcomes: an error is worse than a failure. not-run if there are none. */
export const worstOutcome = (all: readonly Outcome[]): Outcome =>
  (['error', 'failed', 'not-run', 'skipped', 'passed'] as const).find((each) => all.includes(each)) ?? 'not-run';
