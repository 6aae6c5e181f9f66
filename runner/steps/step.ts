import type { Cluster, KubernetesObject, Needs, ObjectQuery, Vantage } from '../cluster/cluster.ts';
import type { Clock } from '../core/clock.ts';
import type { JsonObject } from '../core/json.ts';
import type { Random } from '../core/random.ts';
import type { Finding, StepResult } from '../core/result.ts';
import type { Shape } from '../core/shape.ts';

/** Folders of the kinds, and sections of their documentation. */
export const stepGroups = ['act', 'look', 'connect', 'discover', 'expose', 'explain'] as const;
export type StepGroup = (typeof stepGroups)[number];

/** What a kind may use while it looks. Everything that varies comes from here. */
export interface StepContext {
  cluster: Cluster;
  /** The scenario's own namespace. */
  namespace: string;
  clock: Clock;
  random: Random;
  /** Fires at the end of the step's time and when the run is interrupted. */
  signal: AbortSignal;
  /** The place that a `from:` text names. Rejects with `Unobservable` or `Unmet` when there is no such place now. */
  vantage(from: string): Promise<Vantage>;
  /**
   * Does the step inside this one's body, which `Binder.step` has bound, as the engine does any step: until it holds or the
   * time of its own kind is over. Rejects only when this step's time is over or the run is interrupted.
   */
  perform(step: JsonObject): Promise<StepResult>;
  /** Registers an undoing that runs when the scenario ends, last first. */
  onCleanup(title: string, undo: (signal: AbortSignal) => Promise<void>): void;
  /** What this kind wants to remember from one look to the next of the same step. */
  memory: Map<string, unknown>;
}

/** Turns `file:`, `manifest:` and steps inside a step's body into what runs, while the scenario is loaded. */
export interface Binder {
  /** Objects of a file beside the scenario (all its documents, Lists flattened). Faults are collected, not thrown. */
  file(path: string, at: readonly (string | number)[]): KubernetesObject[];
  manifest(value: unknown, at: readonly (string | number)[]): KubernetesObject[];
  /**
   * A step with its kind, one of that group, as its only key: the same with the kind's usual spelling, with defaults, and with
   * files read. Undefined when it has a fault.
   */
  step(value: unknown, at: readonly (string | number)[], group: StepGroup): JsonObject | undefined;
}

/**
 * One kind of step. Its file owns everything about it: the engine, the schemas, the docs, the help and the catalogue
 * are folded from the list in `steps/index.ts`.
 */
export interface StepKind<Spec> {
  /** kebab-case; the key in a scenario, the name of the file, the heading in the docs. */
  key: string;
  group: StepGroup;
  /** One line: what holds when it passes. */
  summary: string;
  /** A paragraph of Markdown: what it does, what it relies on, and where the fact comes from. */
  description: string;
  /** The body. Keys have descriptions and defaults. */
  shape: Shape<Spec>;
  /** The key that a bare scalar body stands for: `ping-succeeds: pod/web`. */
  shorthand?: keyof Spec & string;
  /** A body as a scenario writes it, in YAML. Tests load it. */
  example: string;
  /** How long it is tried by default, in milliseconds. 0: it is done once. */
  within: number;
  /** What it needs of the cluster, beyond what the scenario says. */
  needs?(spec: Spec): Needs;
  /** Reads files and manifests at load time; returns the body that runs. */
  bind?(spec: Spec, binder: Binder): Spec;
  /** What to watch, so that the next look comes when something changed and not by a timer. */
  watches?(spec: Spec, context: StepContext): ObjectQuery[];
  /** One line in the words of the field, with the body's values. */
  describe(spec: Spec): string;
  /** One look. It may reject with `Unmet` (failed), `Unobservable` (error), ApiError or UnreachableError. */
  run(spec: Spec, context: StepContext): Promise<Finding>;
}

/** A kind whose body type is not known here: what lists and the engine handle. */
// biome-ignore lint/suspicious/noExplicitAny: a list of kinds with different bodies has no narrower common type
export type AnyStepKind = StepKind<any>;

/** Keeps the body's type inside a kind's file and hands out the common one. */
export const defineStep = <Spec>(kind: StepKind<Spec>): StepKind<Spec> => kind;
