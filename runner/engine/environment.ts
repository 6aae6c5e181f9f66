import { ApiError } from '../cluster/api-error.ts';
import type { KubernetesObject } from '../cluster/cluster.ts';
import { eventually } from '../core/eventually.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { StepResult } from '../core/result.ts';
import { scenarioAnnotation } from '../core/simulated-image.ts';
import type { BoundStep, GivenEntry, Scenario } from '../scenario/scenario.ts';
import { hasExpression, type Lookup, substitute } from '../scenario/variables.ts';
import { undoLater } from '../steps/kubernetes/undo.ts';
import type { StepContext } from '../steps/step.ts';
import { captureValues } from './capture.ts';
import type { CleanupStack } from './cleanup.ts';
import type { ScenarioOptions } from './options.ts';
import { checkedSpec, performInner } from './perform.ts';
import { startProbePod } from './probe-pod.ts';
import { createValues } from './values.ts';
import { resolveVantage } from './vantage.ts';

/** How long a fresh namespace may take to get its default ServiceAccount, in milliseconds. */
const accountTime = 15_000;

/** How long clean-up waits until the namespace of a serial scenario is gone, in milliseconds. */
const removalTime = 20_000;

/** Everything that the steps of a scenario share: namespaces, values, the probe pod. */
export interface ScenarioEnvironment {
  readonly scenario: string;
  /** True once `prepare` succeeded. */
  readonly ready: boolean;
  /** The scenario's own namespaces. */
  readonly namespaces: readonly string[];
  /** Creates the namespaces, then applies the entries of `given` one by one. */
  prepare(signal: AbortSignal): Promise<void>;
  /** The step's body with its expressions replaced, checked again. */
  resolve(step: BoundStep): Promise<JsonObject>;
  /** The step's title with its expressions replaced; undefined if it has none, or if one of them has no value. */
  title(step: BoundStep): Promise<string | undefined>;
  context(signal: AbortSignal, step: BoundStep): StepContext;
  /** Stores the values that a step captures; a missing value turns the result into an error. */
  capture(step: BoundStep, result: StepResult): StepResult;
  close(): void;
}

class Environment implements ScenarioEnvironment {
  readonly #scenario: Scenario;
  readonly #namespace: string;
  /** The scenario's other namespaces: alias → name. */
  readonly #others: Readonly<Record<string, string>>;
  readonly #cleanup: CleanupStack;
  readonly #options: ScenarioOptions;
  readonly #captures: Record<string, JsonValue> = {};
  readonly #lookup: Lookup;
  /** A step's memory, for as long as its signal lives. */
  readonly #memories = new WeakMap<AbortSignal, Map<string, unknown>>();
  readonly #alive = new AbortController();
  #probe: Promise<void> | undefined;
  #ready = false;

  constructor(scenario: Scenario, namespace: string, cleanup: CleanupStack, options: ScenarioOptions) {
    this.#scenario = scenario;
    this.#namespace = namespace;
    this.#others = Object.fromEntries(scenario.namespaces.map((alias) => [alias, `${namespace}-${alias}`]));
    this.#cleanup = cleanup;
    this.#options = options;
    this.#lookup = createValues({
      cluster: options.cluster,
      namespace,
      namespaces: this.#others,
      vars: scenario.vars,
      captures: this.#captures,
    });
  }

  get scenario(): string {
    return this.#scenario.planned.id;
  }

  get ready(): boolean {
    return this.#ready;
  }

  get namespaces(): readonly string[] {
    return [this.#namespace, ...Object.values(this.#others)];
  }

  async prepare(signal: AbortSignal): Promise<void> {
    await Promise.all(this.namespaces.map((name) => this.#makeNamespace(name, signal)));
    // The pod starts while objects are applied; if its start fails, the step that uses the pod reports it.
    if (usesProbe(this.#scenario)) this.#startProbe().catch(() => undefined);
    for (const entry of this.#scenario.given) await this.#applyEntry(entry, signal);
    this.#ready = true;
  }

  async resolve({ kind, spec }: BoundStep): Promise<JsonObject> {
    return checkedSpec(kind, (await substitute(spec, this.#lookup)) as JsonObject);
  }

  async title({ planned }: BoundStep): Promise<string | undefined> {
    if (!hasExpression(planned.title)) return undefined;
    return substitute(planned.title, this.#lookup).then(String, () => undefined);
  }

  context(signal: AbortSignal, step: BoundStep): StepContext {
    const { cluster, clock, wall = clock, random } = this.#options;
    const namespace = this.#namespace;
    const memory = this.#memories.get(signal) ?? new Map<string, unknown>();
    this.#memories.set(signal, memory);
    const probe = (): Promise<void> => this.#startProbe();
    const context: StepContext = {
      cluster,
      namespace,
      clock,
      random,
      signal,
      memory,
      vantage: (from) => resolveVantage(from, { cluster, namespace, signal, probe }),
      onCleanup: (title, undo) => this.#cleanup.push(title, undo),
      perform: (inner) => performInner(step, inner, context, wall),
    };
    return context;
  }

  capture(step: BoundStep, result: StepResult): StepResult {
    return captureValues(step, result, this.#captures);
  }

  close(): void {
    if (!this.#options.keep) this.#alive.abort(new Error('the scenario ended'));
  }

  /** The pod belongs to the scenario and not to a step: a step that gives up must not take it away from the next. */
  #startProbe(): Promise<void> {
    const { cluster, clock } = this.#options;
    this.#probe ??= startProbePod(cluster, this.#namespace, clock, this.#alive.signal);
    this.#probe.catch(() => {
      this.#probe = undefined;
    });
    return this.#probe;
  }

  async #makeNamespace(name: string, signal: AbortSignal): Promise<void> {
    const { cluster, clock } = this.#options;
    const labels = { 'app.kubernetes.io/managed-by': 'plumbline' };
    const annotations = { [scenarioAnnotation]: this.#scenario.imageScope };
    await cluster.api.create(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, annotations } },
      { signal },
    );
    this.#cleanup.push(`namespace ${name}`, (undoSignal) => this.#removeNamespace(name, undoSignal));
    // A Pod is refused until its namespace has this account.
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', name: 'default', namespace: name };
    await eventually(
      () => cluster.api.get(account, signal),
      (found) => found !== undefined,
      { clock, within: accountTime, signal, longestPause: 100 },
    );
  }

  /** A serial scenario may hold something that exists only once, such as a node port: the next one waits until it is free. */
  async #removeNamespace(name: string, signal: AbortSignal): Promise<void> {
    const { cluster, clock } = this.#options;
    const reference = { apiVersion: 'v1', kind: 'Namespace', name };
    await cluster.api.delete(reference, { signal });
    if (!this.#scenario.serial) return;
    await eventually(
      () => cluster.api.get(reference, signal),
      (found) => found === undefined,
      { clock, within: removalTime, signal, longestPause: 200 },
    );
  }

  async #applyEntry({ objects }: GivenEntry, signal: AbortSignal): Promise<void> {
    for (const object of objects) {
      const resolved = (await substitute(object, this.#lookup)) as KubernetesObject;
      await this.#applyObject(await this.#withNamespace(resolved), signal);
    }
  }

  async #withNamespace(object: KubernetesObject): Promise<KubernetesObject> {
    const { apiVersion, kind, metadata } = object;
    if (metadata.namespace || (await this.#options.cluster.api.isNamespaced(apiVersion, kind)) === false) return object;
    return { ...object, metadata: { ...metadata, namespace: this.#namespace } };
  }

  async #applyObject(object: KubernetesObject, signal: AbortSignal): Promise<void> {
    const { kind, metadata } = object;
    const { cluster } = this.#options;
    const onCleanup: StepContext['onCleanup'] = (title, undo) => this.#cleanup.push(title, undo);
    try {
      const undoFrom = await undoLater(object, { cluster, namespace: this.#namespace, signal, onCleanup });
      const written = await cluster.api.apply(object, { signal });
      undoFrom(written.object);
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      throw new ApiError(cause.status, cause.reason, `${kind} ${metadata.name}: ${cause.message}`, cause.causes);
    }
  }
}

const usesProbe = ({ steps, cleanup }: Scenario): boolean =>
  [...steps, ...cleanup].some((step) => step.spec['from'] === 'probe');

export const createEnvironment = (
  scenario: Scenario,
  namespace: string,
  cleanup: CleanupStack,
  options: ScenarioOptions,
): ScenarioEnvironment => new Environment(scenario, namespace, cleanup, options);
