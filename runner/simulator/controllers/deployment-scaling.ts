import type { Change, Store } from '../api/store.ts';
import { controllerOf } from '../objects/metadata.ts';
import type { Deployment, ReplicaSet } from '../objects/workloads.ts';
import type { Context } from './context.ts';
import { keyOf } from './controller.ts';

export const component = 'deployment-controller';
export const revisionAnnotation = 'deployment.kubernetes.io/revision';

export const revisionOf = ({ metadata }: ReplicaSet): number => Number(metadata.annotations?.[revisionAnnotation] ?? 0);

/** A number, or a percentage of the replicas. */
const portion = (value: number | string | undefined, replicas: number, round: (value: number) => number): number => {
  if (typeof value === 'number') return value;
  return round((Number.parseFloat(value ?? '25') / 100) * replicas);
};

/** How many pods more and fewer there may be while a Deployment rolls out. */
export const bounds = ({ spec }: Deployment): { surge: number; unavailable: number } => {
  const rolling = spec.strategy.rollingUpdate;
  const surge = portion(rolling?.maxSurge, spec.replicas, Math.ceil);
  const unavailable = portion(rolling?.maxUnavailable, spec.replicas, Math.floor);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
};

/** The annotations of a Deployment that its ReplicaSet gets too: all that are neither kubectl's nor the controller's own. */
export const sharedAnnotations = ({ metadata }: Deployment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metadata.annotations ?? {}).filter(
      ([name]) =>
        name !== 'kubectl.kubernetes.io/last-applied-configuration' && !name.startsWith('deployment.kubernetes.io/'),
    ),
  );

/** The annotations by which the controller tells a change of scale from a rollout. */
export const replicasAnnotations = (deployment: Deployment): Record<string, string> => {
  const { replicas, strategy } = deployment.spec;
  const surge = strategy.type === 'Recreate' ? 0 : bounds(deployment).surge;
  return {
    'deployment.kubernetes.io/desired-replicas': String(replicas),
    'deployment.kubernetes.io/max-replicas': String(replicas + surge),
  };
};

/** A Deployment's own key, or that of the Deployment behind a ReplicaSet or behind a pod that went. */
export const keysOf = (store: Store, { kind, object, type }: Change): string[] => {
  const { namespace, name } = object.metadata;
  if (kind === 'Deployment') return [keyOf(namespace, name)];
  if (kind === 'Pod' && type === 'DELETED') {
    const set = controllerOf(object);
    const found = set?.kind === 'ReplicaSet' && store.get('ReplicaSet', namespace, set.name);
    const behind = found ? controllerOf(found) : undefined;
    return behind ? [keyOf(namespace, behind.name)] : [];
  }
  if (kind !== 'ReplicaSet') return [];
  const owner = controllerOf(object);
  return owner?.kind === 'Deployment' ? [keyOf(namespace, owner.name)] : [];
};

/** Sets the replicas and says so in an event; answers with the set as it is now. */
export const scaleReplicaSet = (
  context: Context,
  deployment: Deployment,
  set: ReplicaSet,
  replicas: number,
): ReplicaSet => {
  if (set.spec.replicas === replicas) return set;
  const { store, recorder } = context;
  const found = store.get('ReplicaSet', set.metadata.namespace, set.metadata.name);
  if (!found) return set;
  const direction = replicas > set.spec.replicas ? 'up' : 'down';
  const message = `Scaled ${direction} replica set ${set.metadata.name} from ${set.spec.replicas} to ${replicas}`;
  recorder.record(deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message, source: { component } });
  const generation = (found.metadata.generation ?? 0) + 1;
  const annotations = { ...found.metadata.annotations, ...replicasAnnotations(deployment) };
  return store.put({
    ...found,
    metadata: { ...found.metadata, annotations, generation },
    spec: { ...found.spec, replicas },
  });
};
