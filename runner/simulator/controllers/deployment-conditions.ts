import { formatTime } from '../api/timestamp.ts';
import type { Condition } from '../objects/metadata.ts';
import type { Deployment } from '../objects/workloads.ts';

export interface RolloutState {
  deployment: Deployment;
  /** The ReplicaSet of the current template. */
  set: string;
  /** replicas, updated, ready, available: a change of any is progress. */
  counts: readonly [replicas: number, updated: number, ready: number, available: number];
  /** Whether enough pods are available. */
  enough: boolean;
  complete: boolean;
  /** Of a ReplicaSet that cannot make its pods. */
  failure: Condition | undefined;
  now: Date;
}

const fields = ['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas'];

/** One condition and its reason. */
interface Claim {
  type: string;
  holds: boolean;
  reason: string;
  message: string;
}

const availability = (enough: boolean): Claim => ({
  type: 'Available',
  holds: enough,
  reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
  message: enough ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
});

const progress = (set: string, complete: boolean, late: boolean): Claim => {
  const claim = (holds: boolean, reason: string, words: string): Claim => ({
    type: 'Progressing',
    holds,
    reason,
    message: `ReplicaSet "${set}" ${words}.`,
  });
  if (complete) return claim(true, 'NewReplicaSetAvailable', 'has successfully progressed');
  if (late) return claim(false, 'ProgressDeadlineExceeded', 'has timed out progressing');
  return claim(true, 'ReplicaSetUpdated', 'is progressing');
};

/** Available and Progressing, as pkg/controller/deployment sets them; without progress for too long it has failed. */
export const deploymentConditions = ({
  deployment,
  set,
  counts,
  enough,
  complete,
  failure,
  now,
}: RolloutState): Condition[] => {
  const { status, spec } = deployment;
  const old = (status['conditions'] ?? []) as Condition[];
  const time = formatTime(now);
  const moved = fields.some((field, index) => Number(status[field] ?? 0) !== counts[index]);
  const renewed = status['observedGeneration'] !== deployment.metadata.generation;
  const before = old.find(({ type }) => type === 'Progressing');
  const since = moved || renewed || !before ? time : String(before['lastUpdateTime']);
  const late = now.getTime() - Date.parse(since) >= (spec.progressDeadlineSeconds ?? 600) * 1000;

  const condition = ({ type, holds, reason, message }: Claim, lastUpdateTime: string): Condition => {
    const [text, was] = [holds ? 'True' : 'False', old.find((each) => each.type === type)];
    const lastTransitionTime = was?.status === text ? (was.lastTransitionTime ?? time) : time;
    return { type, status: text, lastUpdateTime, lastTransitionTime, reason, message };
  };
  const availableBefore = old.find(({ type }) => type === 'Available');
  const sameAvailability = availableBefore?.status === (enough ? 'True' : 'False');
  const availableTime = sameAvailability ? String(availableBefore['lastUpdateTime']) : time;
  const conditions: Condition[] = [
    condition(availability(enough), availableTime),
    condition(progress(set, complete, late), since),
    ...(failure ? [{ ...failure, lastUpdateTime: failure.lastTransitionTime ?? time }] : []),
  ];
  return inOrder(old, conditions);
};

/** A condition that changes goes to the end, as SetDeploymentCondition puts it. */
const inOrder = (old: readonly Condition[], conditions: readonly Condition[]): Condition[] => {
  const isOld = ({ type, status, reason }: Condition): boolean =>
    old.some((each) => each.type === type && each.status === status && each.reason === reason);
  const place = ({ type }: Condition): number => old.findIndex((each) => each.type === type);
  return [
    ...conditions.filter(isOld).toSorted((a, b) => place(a) - place(b)),
    ...conditions.filter((each) => !isOld(each)),
  ];
};

/** The ReplicaSet of a new template could not be made. */
export const creationFailed = ({ status }: Deployment, message: string, now: Date): Condition[] => {
  const time = formatTime(now);
  const others = ((status['conditions'] ?? []) as Condition[]).filter(({ type }) => type !== 'Progressing');
  const known = ((status['conditions'] ?? []) as Condition[]).find(({ reason }) => reason === creationFault);
  const condition = {
    type: 'Progressing',
    status: 'False',
    lastUpdateTime: time,
    lastTransitionTime: time,
    reason: creationFault,
    message,
  };
  return [...others, known ?? condition];
};

export const creationFault = 'ReplicaSetCreateError';
