import { isSameJson } from '../../core/json.ts';
import { selects } from '../../core/labels.ts';
import { StatusError } from '../api/status.ts';
import type { Change } from '../api/store.ts';
import { type Condition, controllerOf } from '../objects/metadata.ts';
import type { Deployment, ReplicaSet } from '../objects/workloads.ts';
import { Backoff } from './backoff.ts';
import type { Context } from './context.ts';
import { type Controller, splitKey } from './controller.ts';
import { creationFailed, creationFault, deploymentConditions } from './deployment-conditions.ts';
import {
  bounds,
  component,
  keysOf,
  revisionAnnotation,
  revisionOf,
  scaleReplicaSet,
  sharedAnnotations,
} from './deployment-scaling.ts';
import { createReplicaSet } from './deployment-set.ts';
import { replicaFailure } from './replica-set.ts';
import { templateHash, templateText } from './template-hash.ts';

const available = ({ status }: ReplicaSet): number => status.availableReplicas ?? 0;
const sum = (sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number =>
  sets.reduce((total, each) => total + count(each), 0);

const isFailure = ({ type }: Condition): boolean => type === replicaFailure;
const isRecreated = ({ spec }: Deployment): boolean => spec.strategy.type === 'Recreate';

/** The replicas with which the ReplicaSet of a new template starts. */
const firstReplicas = (deployment: Deployment, older: readonly ReplicaSet[]): number => {
  const wanted = deployment.spec.replicas;
  if (isRecreated(deployment) && older.some(({ status }) => (status.replicas ?? 0) > 0)) return 0;
  if (older.length === 0) return wanted;
  const total = sum(older, ({ spec }) => spec.replicas);
  return Math.min(wanted, Math.max(0, wanted + bounds(deployment).surge - total));
};

interface Counts {
  replicas: number;
  ready: number;
  updated: number;
  available: number;
}

const countsOf = (current: ReplicaSet, older: readonly ReplicaSet[]): Counts => {
  const all = [current, ...older];
  return {
    replicas: sum(all, ({ status }) => status.replicas ?? 0),
    ready: sum(all, ({ status }) => status.readyReplicas ?? 0),
    updated: current.status.replicas ?? 0,
    available: sum(all, available),
  };
};

/** https://kubernetes.io/docs/concepts/workloads/controllers/deployment/ */
export class DeploymentController implements Controller {
  readonly name = component;
  readonly #context: Context;
  readonly #backoff = new Backoff();

  constructor(context: Context) {
    this.#context = context;
  }

  concerns(change: Change): string[] {
    return keysOf(this.#context.store, change);
  }

  reconcile(key: string): number | undefined {
    const deployment = this.#context.store.get('Deployment', ...splitKey(key));
    if (!deployment || deployment.metadata.deletionTimestamp) return undefined;
    const text = templateText(deployment.spec.template);
    const sets = this.#setsOf(deployment);
    const found = sets.find((set) => templateText(set.spec.template) === text);
    const older = sets.filter((set) => set !== found);
    const newest = Math.max(0, ...older.map(revisionOf));
    if (found) return this.#progress(deployment, this.#followDeployment(deployment, found, newest), older);
    if (deployment.spec.paused) return undefined;
    const created = this.#tryCreate(deployment, newest + 1, firstReplicas(deployment, older));
    const again = this.#backoff.next(key, created === undefined);
    return created ? this.#progress(deployment, created, older) : again;
  }

  #setsOf(deployment: Deployment): ReplicaSet[] {
    return this.#context.store
      .list('ReplicaSet', deployment.metadata.namespace)
      .filter(
        (set) =>
          controllerOf(set)?.uid === deployment.metadata.uid && selects(deployment.spec.selector, set.metadata.labels),
      );
  }

  /** Undefined when the new ReplicaSet is refused, as by a quota. */
  #tryCreate(deployment: Deployment, revision: number, replicas: number): ReplicaSet | undefined {
    try {
      return createReplicaSet(this.#context, deployment, revision, replicas);
    } catch (fault) {
      if (!(fault instanceof StatusError)) throw fault;
      const name = `${deployment.metadata.name}-${templateHash(deployment.spec.template)}`;
      const message = `Failed to create new replica set "${name}": ${fault.message}`;
      const source = { component };
      this.#context.recorder.record(deployment, { type: 'Warning', reason: creationFault, message, source });
      const conditions = creationFailed(deployment, message, this.#context.clock.date());
      this.#context.setStatus(deployment, { ...deployment.status, conditions });
      return undefined;
    }
  }

  /** The set that is rolled out has the highest revision and the Deployment's annotations, such as the change's cause. */
  #followDeployment(deployment: Deployment, set: ReplicaSet, newest: number): ReplicaSet {
    const { annotations: old, namespace, name } = set.metadata;
    const revision = String(Math.max(revisionOf(set), newest + 1));
    const annotations = { ...old, ...sharedAnnotations(deployment), [revisionAnnotation]: revision };
    if (isSameJson(annotations, old ?? {})) return set;
    this.#context.setMetadata(set, { annotations });
    return this.#context.store.get('ReplicaSet', namespace, name) ?? set;
  }

  /** Scales the sets, reports how far the rollout is, and says when to look whether it is late. */
  #progress(deployment: Deployment, found: ReplicaSet, sets: readonly ReplicaSet[]): number | undefined {
    const context = this.#context;
    if (!deployment.spec.paused) this.#rollOut(deployment, found, sets);
    else if (sum(sets, ({ spec }) => spec.replicas) === 0)
      scaleReplicaSet(context, deployment, found, deployment.spec.replicas);
    const older = this.#setsOf(deployment).filter(({ metadata }) => metadata.name !== found.metadata.name);
    const current = context.store.get('ReplicaSet', found.metadata.namespace, found.metadata.name) ?? found;
    const isComplete = this.#report(deployment, current, older);
    if (!isComplete) return (deployment.spec.progressDeadlineSeconds ?? 600) * 1000;
    this.#removeHistory(deployment, older);
    return undefined;
  }

  #rollOut(deployment: Deployment, current: ReplicaSet, older: readonly ReplicaSet[]): void {
    if (isRecreated(deployment)) this.#recreate(deployment, current, older);
    else this.#rollingUpdate(deployment, current, older);
  }

  #recreate(deployment: Deployment, current: ReplicaSet, older: readonly ReplicaSet[]): void {
    const context = this.#context;
    for (const set of older) scaleReplicaSet(context, deployment, set, 0);
    const left = sum(older, ({ status }) => status.replicas ?? 0);
    const isTerminating = older.some((set) => context.pods.ownedBy(set.metadata.uid).length > 0);
    if (left === 0 && !isTerminating) scaleReplicaSet(context, deployment, current, deployment.spec.replicas);
  }

  #rollingUpdate(deployment: Deployment, current: ReplicaSet, older: readonly ReplicaSet[]): void {
    const context = this.#context;
    const wanted = deployment.spec.replicas;
    const { surge, unavailable } = bounds(deployment);
    const total = current.spec.replicas + sum(older, ({ spec }) => spec.replicas);
    const grown =
      older.length === 0 ? wanted : Math.min(wanted, current.spec.replicas + Math.max(0, wanted + surge - total));
    const scaled = scaleReplicaSet(context, deployment, current, current.spec.replicas > wanted ? wanted : grown);
    // Pods that never became available may go first; the others only as new ones arrive.
    const spare = sum([scaled, ...older], available) - (wanted - unavailable);
    let left = Math.max(0, spare);
    for (const set of older) {
      const broken = Math.max(0, set.spec.replicas - available(set));
      const going = Math.min(set.spec.replicas, broken + left);
      left -= Math.max(0, going - broken);
      scaleReplicaSet(context, deployment, set, set.spec.replicas - going);
    }
  }

  /** Writes the status; answers whether the rollout is complete. */
  #report(deployment: Deployment, current: ReplicaSet, older: readonly ReplicaSet[]): boolean {
    const context = this.#context;
    const counts = countsOf(current, older);
    const wanted = deployment.spec.replicas;
    const isComplete = [counts.updated, counts.replicas, counts.available].every((each) => each === wanted);
    const revision = String(revisionOf(current));
    if (deployment.metadata.annotations?.[revisionAnnotation] !== revision)
      context.setMetadata(deployment, {
        annotations: { ...deployment.metadata.annotations, [revisionAnnotation]: revision },
      });
    context.setStatus(deployment, {
      observedGeneration: deployment.metadata.generation ?? 1,
      ...(counts.replicas > 0 && { replicas: counts.replicas }),
      ...(counts.updated > 0 && { updatedReplicas: counts.updated }),
      ...(counts.ready > 0 && { readyReplicas: counts.ready }),
      ...(counts.available > 0 && { availableReplicas: counts.available }),
      ...(wanted > counts.available && { unavailableReplicas: wanted - counts.available }),
      conditions: deploymentConditions({
        deployment,
        set: current.metadata.name,
        counts: [counts.replicas, counts.updated, counts.ready, counts.available],
        enough: counts.available >= wanted - bounds(deployment).unavailable,
        complete: isComplete,
        failure: [current, ...older]
          .flatMap(({ status }) => (status['conditions'] ?? []) as Condition[])
          .find(isFailure),
        now: context.clock.date(),
      }),
    });
    return isComplete;
  }

  /** Removes the oldest ReplicaSets without pods; a Deployment keeps revisionHistoryLimit of them for a rollback. */
  #removeHistory(deployment: Deployment, older: readonly ReplicaSet[]): void {
    const idle = older.filter(({ spec, status }) => spec.replicas === 0 && (status.replicas ?? 0) === 0);
    const surplus = Math.max(0, idle.length - (deployment.spec.revisionHistoryLimit ?? 10));
    for (const set of idle.toSorted((a, b) => revisionOf(a) - revisionOf(b)).slice(0, surplus))
      this.#context.remove(set);
  }
}
