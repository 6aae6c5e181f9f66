import type { BootPhase, Fingerprint, Outcome, PlannedScenario, StepResult, Trouble } from './result.ts';

/** The version of the event format. Readers refuse a newer one. */
export const eventVersion = 1;

/**
 * The events of a run, in order. Each is complete: a reader needs no other event to understand it, and the record of a
 * run may end after any of them. `at` is wall time, ISO 8601 in UTC.
 */
export type RunEvent =
  | RunStart
  | ClusterPhase
  | ClusterReady
  | ScenarioStart
  | StepStart
  | StepProgress
  | StepEnd
  | ScenarioEnd
  | TroubleEvent
  | Interrupted
  | RunEnd;

interface Stamped {
  at: string;
}

export interface RunStart extends Stamped {
  type: 'run:start';
  version: number;
  runId: string;
  tool: string;
  seed: number;
  provider: string;
  /** Every scenario and step that will run, so that a report can show the missing ones. */
  plan: PlannedScenario[];
}

/** A phase of the boot has begun (no `endMs`) or ended. */
export interface ClusterPhase extends Stamped {
  type: 'cluster:phase';
  phase: string;
  startMs: number;
  endMs?: number;
}

export interface ClusterReady extends Stamped {
  type: 'cluster:ready';
  cluster: Fingerprint;
  boot: BootPhase[];
  durationMs: number;
}

export interface ScenarioStart extends Stamped {
  type: 'scenario:start';
  scenario: string;
  title: string;
  namespace: string;
}

export interface StepStart extends Stamped {
  type: 'step:start';
  scenario: string;
  step: string;
  title: string;
}

/** A look at the cluster that did not show the expected state; at most a few events a second. */
export interface StepProgress extends Stamped {
  type: 'step:progress';
  scenario: string;
  step: string;
  attempt: number;
  message: string;
}

export interface StepEnd extends Stamped {
  type: 'step:end';
  scenario: string;
  step: string;
  result: StepResult;
}

export interface ScenarioEnd extends Stamped {
  type: 'scenario:end';
  scenario: string;
  outcome: Outcome;
  durationMs: number;
}

export interface TroubleEvent extends Stamped {
  type: 'trouble';
  /** Absent: the trouble belongs to the whole run. */
  scenario?: string;
  trouble: Trouble;
}

export interface Interrupted extends Stamped {
  type: 'run:interrupted';
  signal: string;
}

export interface RunEnd extends Stamped {
  type: 'run:end';
  durationMs: number;
  exitCode: number;
}
