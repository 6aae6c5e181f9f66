import type { KubernetesObject, ObjectReference } from '../../../cluster/cluster.ts';
import { textAt, valueAt } from '../../../core/json.ts';
import { isBeingDeleted } from '../../../diagnosis/explain-pod.ts';
import { Unmet, Unobservable } from '../../finding.ts';
import { isWorkload } from '../../kubernetes/readiness.ts';
import { findObjects, notFound, objectTitle, type Selected } from '../../kubernetes/selection.ts';
import { controllerOf, ownedPods } from '../../kubernetes/workload-pods.ts';
import type { StepContext } from '../../step.ts';

/** The objects to restart. They are read once: later there are new pods with the same labels. */
export interface Restart {
  since: number;
  titles: string[];
  /** The workloads to patch and the pods to delete. */
  todo: KubernetesObject[];
  /** The pods to replace: uid → name. */
  old: Map<string, string>;
  /** The controllers that create the new pods. */
  workloads: KubernetesObject[];
}

const restartPods = 'Restart its pods instead: pod/LABEL=VALUE.';

const rolling = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** Rejects with `Unmet` or `Unobservable` if the restart cannot succeed. */
export const planRestart = async (selected: Selected, context: StepContext): Promise<Restart> => {
  const { kind } = selected;
  if (kind !== 'Pod' && !rolling.has(kind))
    throw new Unobservable(
      'spec-invalid',
      `A ${kind} cannot be restarted: only Deployments, StatefulSets, DaemonSets and pods can.`,
      isWorkload({ kind }) ? restartPods : undefined,
    );
  const found = (await findObjects(selected, context)).filter((each) => !isBeingDeleted(each));
  if (found.length === 0) throw await notFound(selected, context);
  if (kind !== 'Pod') for (const each of found) assertRolls(each);
  const workloads = kind === 'Pod' ? await controllersOf(found, context) : found;
  const old = kind === 'Pod' ? found : (await Promise.all(found.map((each) => ownedPods(each, context)))).flat();
  return {
    since: context.clock.now(),
    titles: found.map(objectTitle),
    todo: [...found],
    old: new Map(old.map(({ metadata }) => [metadata.uid ?? '', metadata.name])),
    workloads,
  };
};

/** Throws if a changed pod template would not start a full rollout. */
const assertRolls = (workload: KubernetesObject): void => {
  const title = objectTitle(workload);
  if (valueAt(workload, ['spec', 'paused']) === true)
    throw new Unmet('not-ready', `${title}: can't restart paused deployment (run rollout resume first).`);
  const strategy = valueAt(workload, ['spec', 'updateStrategy', 'type']);
  if (strategy === 'OnDelete')
    throw new Unmet(
      'not-ready',
      `${title} replaces pods only when they are deleted: its updateStrategy is OnDelete.`,
      restartPods,
    );
  const partition = valueAt(workload, ['spec', 'updateStrategy', 'rollingUpdate', 'partition']);
  if (typeof partition === 'number' && partition > 0)
    throw new Unmet(
      'not-ready',
      `${title} does not replace its first ${partition} pods: its updateStrategy has a partition.`,
    );
};

/** The controllers of pods, each once. A pod without a controller would not be replaced. */
const controllersOf = async (
  pods: readonly KubernetesObject[],
  { cluster: { api }, signal }: StepContext,
): Promise<KubernetesObject[]> => {
  const controllers = new Map<string, KubernetesObject>();
  for (const pod of pods) {
    const owner = ownerOf(pod);
    const controller = owner && isWorkload(owner) ? await api.get(owner, signal) : undefined;
    if (!controller)
      throw new Unmet(
        'not-found',
        `${objectTitle(pod)} has no controller that replaces it${owner ? `: its owner is ${owner.kind.toLowerCase()}/${owner.name}` : ''}.`,
        'Only pods of a Deployment, ReplicaSet, ReplicationController, StatefulSet or DaemonSet are replaced.',
      );
    controllers.set(controller.metadata.uid ?? controller.metadata.name, controller);
  }
  return [...controllers.values()];
};

const ownerOf = (pod: KubernetesObject): ObjectReference | undefined => {
  const owner = controllerOf(pod);
  const [apiVersion = '', kind = '', name = ''] = ['apiVersion', 'kind', 'name'].map((key) => textAt(owner, key));
  const { namespace } = pod.metadata;
  return owner && { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) };
};
