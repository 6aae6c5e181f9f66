import type { Cluster, KubernetesObject, Needs, ObjectQuery, Vantage } from '../cluster/cluster.ts';
import type { Clock } from '../core/clock.ts';
import type { JsonObject } from '../core/json.ts';
import type { Random } from '../core/random.ts';
import type { Finding, StepResult } from '../core/result.ts';
import type { Shape } from '../core/shape.ts';

/** The groups of kinds. Each is a folder here and a section of the documentation. */
export const stepGroups = ['act', 'look', 'connect', 'discover', 'expose', 'explain'] as const;
export type StepGroup = (typeof stepGroups)[number];

/** Everything that a kind may use during an attempt. A kind takes nothing from the process or the environment. */
export interface StepContext {
  cluster: Cluster;
  /** The namespace of the scenario. */
  namespace: string;
  clock: Clock;
  random: Random;
  /** Aborts when the step's time is over or the run is interrupted. */
  signal: AbortSignal;
  /** Resolves the value of `from:`. Rejects with `Unobservable` or `Unmet` if there is no such vantage point now. */
  vantage(from: string): Promise<Vantage>;
  /**
   * Runs a step inside this step's body, which `Binder.step` has bound. The engine runs it like any other step: until
   * it holds or the time of its own kind is over. Rejects only if this step's time is over or the run is interrupted.
   */
  perform(step: JsonObject): Promise<StepResult>;
  /** Registers a clean-up for the end of the scenario. The last one registered runs first. */
  onCleanup(title: string, undo: (signal: AbortSignal) => Promise<void>): void;
  /** Values that the kind keeps from one attempt to the next of the same step. */
  memory: Map<string, unknown>;
}

/** Reads the files, manifests and inner steps in a step's body while the scenario is loaded. */
export interface Binder {
  /**
   * The objects of a file beside the scenario: all its documents, Lists flattened. Faults are collected, not thrown.
   */
  file(path: string, at: readonly (string | number)[]): KubernetesObject[];
  manifest(value: unknown, at: readonly (string | number)[]): KubernetesObject[];
  /**
   * A step whose only key is a kind of the group. Returns it with the kind's usual spelling, with defaults, and with
   * files read; undefined if it has a fault.
   */
  step(value: unknown, at: readonly (string | number)[], group: StepGroup): JsonObject | undefined;
}

/**
 * One kind of step. Its file has everything about it: the schemas, the documentation, the help and the catalogue are
 * generated from the list in `steps/index.ts`.
 */
export interface StepKind<Spec> {
  /** In kebab-case: the key in a scenario, the name of the file and the heading in the documentation. */
  key: string;
  group: StepGroup;
  /** One sentence: the claim that holds if the step passes. */
  summary: string;
  /** A paragraph of Markdown: the way it works, its assumptions, and links to the documentation of Kubernetes. */
  description: string;
  /** The schema of the body. Each key has a description, and a default if it may be left out. */
  shape: Shape<Spec>;
  /** The key that a scalar body is the value of: `ping-succeeds: pod/web` means `{ to: pod/web }`. */
  shorthand?: keyof Spec & string;
  /** A body in YAML, as a scenario has it. Tests load it. */
  example: string;
  /** How long the step is tried by default, in milliseconds. 0: it runs once. */
  within: number;
  /** The requirements for the cluster, in addition to those of the scenario. */
  needs?(spec: Spec): Needs;
  /** Reads files and manifests while the scenario is loaded. Returns the body for `run`. */
  bind?(spec: Spec, binder: Binder): Spec;
  /** The objects to watch: a change starts the next attempt before the timer does. */
  watches?(spec: Spec, context: StepContext): ObjectQuery[];
  /** The title of the step: one line in the words of Kubernetes, with the values of the body. */
  describe(spec: Spec): string;
  /** One attempt. It may reject with `Unmet` (failed), `Unobservable` (error), ApiError or UnreachableError. */
  run(spec: Spec, context: StepContext): Promise<Finding>;
}

/** A kind with a body of any type, for lists of kinds and for the engine. */
// biome-ignore lint/suspicious/noExplicitAny: a list of kinds with different bodies has no narrower common type
export type AnyStepKind = StepKind<any>;

/** Infers the type of the body from the kind's shape. */
export const defineStep = <Spec>(kind: StepKind<Spec>): StepKind<Spec> => kind;
