import { isObject, type JsonObject } from '../../../core/json.ts';
import { type Condition, isTrue } from '../../objects/metadata.ts';
import type { ContainerStatus, Pod, PodStatus } from '../../objects/pods.ts';

export interface StatusInput {
  pod: Pod;
  ip: string | undefined;
  hostIp: string;
  init: readonly ContainerStatus[];
  main: readonly ContainerStatus[];
  /** All init containers that must end have ended well. */
  initialized: boolean;
  now: string;
}

const has = ({ state }: ContainerStatus, kind: string): boolean => isObject(state[kind]);
const codeOf = ({ state }: ContainerStatus): number =>
  isObject(state['terminated']) ? Number(state['terminated']['exitCode']) : 0;

/** pkg/kubelet: getPhase. */
const phaseOf = ({ pod, init, main, initialized }: StatusInput): string => {
  const { restartPolicy } = pod.spec;
  const failedInit = init.some((each) => has(each, 'terminated') && codeOf(each) !== 0);
  if (!initialized) return failedInit && restartPolicy === 'Never' ? 'Failed' : 'Pending';
  const fresh = main.filter((each) => has(each, 'waiting') && !isObject(each.lastState['terminated']));
  const running = main.filter((each) => has(each, 'running'));
  const ended = main.filter((each) => has(each, 'terminated'));
  if (fresh.length > 0) return running.length + ended.length > 0 && fresh.length < main.length ? 'Pending' : 'Pending';
  if (ended.length < main.length) return 'Running';
  if (restartPolicy === 'Always' && !pod.metadata.deletionTimestamp) return 'Running';
  const failed = ended.some((each) => codeOf(each) !== 0);
  if (failed) return restartPolicy === 'OnFailure' && !pod.metadata.deletionTimestamp ? 'Running' : 'Failed';
  return 'Succeeded';
};

const kubeletTypes = new Set(['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled']);

/** The status that the kubelet reports for a pod. Conditions of others (readiness gates) stay. */
export const podStatusOf = (input: StatusInput): PodStatus => {
  const { pod, ip, hostIp, init, main, initialized, now } = input;
  const phase = phaseOf(input);
  const ended = phase === 'Succeeded' || phase === 'Failed';
  const old = pod.status.conditions ?? [];
  const unready = main.filter((each) => !each.ready).map(({ name }) => name);
  const gates = (pod.spec.readinessGates ?? []).filter(({ conditionType }) => !isTrue(old, conditionType));
  const containersReady = initialized && unready.length === 0 && !ended;
  const why: JsonObject = ended
    ? { reason: phase === 'Failed' ? 'PodFailed' : 'PodCompleted' }
    : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
  const gate: JsonObject = {
    reason: 'ReadinessGatesNotReady',
    message: `the status of pod readiness gate "${gates[0]?.conditionType}" is not "True", but False`,
  };
  const { generation } = pod.metadata;
  const observed = { ...(generation !== undefined && { observedGeneration: generation }) };
  const condition = (type: string, truth: boolean, more: JsonObject = {}): Condition => {
    const status = truth ? 'True' : 'False';
    const before = old.find((each) => each.type === type);
    return {
      type,
      status,
      ...observed,
      lastProbeTime: null,
      lastTransitionTime: before?.status === status ? (before.lastTransitionTime ?? now) : now,
      ...(truth ? {} : more),
    };
  };
  const scheduled = {
    ...(old.find(({ type }) => type === 'PodScheduled') ?? condition('PodScheduled', true)),
    ...observed,
  };
  const waits = init.filter((each) => !has(each, 'terminated') && !each.started).map(({ name }) => name);
  return {
    ...pod.status,
    ...observed,
    phase,
    conditions: [
      condition('PodReadyToStartContainers', ip !== undefined && !ended),
      condition('Initialized', initialized, {
        reason: 'ContainersNotInitialized',
        message: `containers with incomplete status: [${waits.join(' ')}]`,
      }),
      condition('Ready', containersReady && gates.length === 0, containersReady ? gate : why),
      condition('ContainersReady', containersReady, why),
      scheduled,
    ].concat(old.filter(({ type }) => !kubeletTypes.has(type))),
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    ...(ip !== undefined && { podIP: ip, podIPs: [{ ip }] }),
    startTime: pod.status.startTime ?? now,
    ...(init.length > 0 && { initContainerStatuses: [...init] }),
    containerStatuses: [...main],
  };
};
