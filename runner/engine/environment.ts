import { ApiError } from '../cluster/api-error.ts';
import type { KubernetesObject } from '../cluster/cluster.ts';
import { eventually } from '../core/eventually.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { StepResult } from '../core/result.ts';
import { scenarioAnnotation } from '../core/simulated-image.ts';
import type { BoundStep, GivenEntry, Scenario } from '../scenario/scenario.ts';
import { hasExpression, substitute } from '../scenario/variables.ts';
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

/** How long the next scenario waits for the objects of one that ran alone to go, in milliseconds. */
const removalTime = 20_000;

/** What a scenario's steps share: its namespaces, its values, its probe pod. */
export interface ScenarioEnvironment {
  readonly scenario: string;
  /** True once `prepare` succeeded. */
  readonly ready: boolean;
  /** Makes the namespaces, then applies what is given, entry by entry. */
  prepare(signal: AbortSignal): Promise<void>;
  /** The step's body with its expressions replaced and checked again. */
  resolve(step: BoundStep): Promise<JsonObject>;
  /** The step's title with its expressions replaced; undefined when it has none, or one without a value. */
  title(step: BoundStep): Promise<string | undefined>;
  context(signal: AbortSignal, step: BoundStep): StepContext;
  /** Keeps the values that a step captures; a value that is not there turns the result into an error. */
  capture(step: BoundStep, result: StepResult): StepResult;
  close(): void;
}

export const createEnvironment = (
  scenario: Scenario,
  namespace: string,
  cleanup: CleanupStack,
  { cluster, clock, wall = clock, random, keep }: ScenarioOptions,
): ScenarioEnvironment => {
  const captures: Record<string, JsonValue> = {};
  const namespaces = Object.fromEntries(scenario.namespaces.map((alias) => [alias, `${namespace}-${alias}`]));
  const values = createValues({ cluster, namespace, namespaces, vars: scenario.vars, captures });
  const memories = new WeakMap<AbortSignal, Map<string, unknown>>();
  const alive = new AbortController();
  let probe: Promise<void> | undefined;
  let ready = false;

  /** The pod is the scenario's, not the step's: a step that gives up must not take it away from the next. */
  const startProbe = (): Promise<void> => {
    probe ??= startProbePod(cluster, namespace, clock, alive.signal);
    probe.catch(() => {
      probe = undefined;
    });
    return probe;
  };

  const makeNamespace = async (name: string, signal: AbortSignal): Promise<void> => {
    const labels = { 'app.kubernetes.io/managed-by': 'plumbline' };
    const annotations = { [scenarioAnnotation]: scenario.imageScope };
    await cluster.api.create(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, annotations } },
      { signal },
    );
    cleanup.push(`namespace ${name}`, (undoSignal) => removeNamespace(name, undoSignal));
    // A Pod is refused until its namespace has this account.
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', name: 'default', namespace: name };
    await eventually(
      () => cluster.api.get(account, signal),
      (found) => found !== undefined,
      { clock, within: accountTime, signal, longestPause: 100 },
    );
  };

  /** What runs alone holds what there is once only, such as a node port: the next one waits until it is free again. */
  const removeNamespace = async (name: string, signal: AbortSignal): Promise<void> => {
    const reference = { apiVersion: 'v1', kind: 'Namespace', name };
    await cluster.api.delete(reference, { signal });
    if (!scenario.serial) return;
    await eventually(
      () => cluster.api.get(reference, signal),
      (found) => found === undefined,
      { clock, within: removalTime, signal, longestPause: 200 },
    );
  };

  const applyEntry = async ({ objects }: GivenEntry, signal: AbortSignal): Promise<void> => {
    for (const object of objects) {
      const resolved = (await substitute(object, values)) as KubernetesObject;
      await applyObject(await withNamespace(resolved), signal);
    }
  };

  const withNamespace = async (object: KubernetesObject): Promise<KubernetesObject> =>
    object.metadata.namespace || (await cluster.api.isNamespaced(object.apiVersion, object.kind)) === false
      ? object
      : { ...object, metadata: { ...object.metadata, namespace } };

  const applyObject = async (object: KubernetesObject, signal: AbortSignal): Promise<void> => {
    const { kind, metadata } = object;
    const onCleanup: StepContext['onCleanup'] = (title, undo) => cleanup.push(title, undo);
    try {
      const undoFrom = await undoLater(object, { cluster, namespace, signal, onCleanup });
      const written = await cluster.api.apply(object, { signal });
      undoFrom(written.object);
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      throw new ApiError(cause.status, cause.reason, `${kind} ${metadata.name}: ${cause.message}`, cause.causes);
    }
  };

  const usesProbe = [...scenario.steps, ...scenario.cleanup].some((step) => step.spec['from'] === 'probe');

  return {
    scenario: scenario.planned.id,
    get ready() {
      return ready;
    },
    async prepare(signal) {
      await Promise.all([namespace, ...Object.values(namespaces)].map((name) => makeNamespace(name, signal)));
      // Its start overlaps with what is given; a failure shows in the step that looks from it.
      if (usesProbe) startProbe().catch(() => undefined);
      for (const entry of scenario.given) await applyEntry(entry, signal);
      ready = true;
    },
    async resolve(step) {
      return checkedSpec(step.kind, (await substitute(step.spec, values)) as JsonObject);
    },
    title: async ({ planned }) =>
      hasExpression(planned.title) ? substitute(planned.title, values).then(String, () => undefined) : undefined,
    context: (signal, step) => {
      const memory = memories.get(signal) ?? new Map<string, unknown>();
      memories.set(signal, memory);
      const context: StepContext = {
        cluster,
        namespace,
        clock,
        random,
        signal,
        memory,
        vantage: (from) => resolveVantage(from, { cluster, namespace, signal, probe: startProbe }),
        onCleanup: (title, undo) => cleanup.push(title, undo),
        perform: (inner) => performInner(step, inner, context, wall),
      };
      return context;
    },
    capture: (step, result) => captureValues(step, result, captures),
    close() {
      if (!keep) alive.abort(new Error('the scenario ended'));
    },
  };
};
