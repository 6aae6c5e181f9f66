import { isObject, type JsonValue } from '../../../../core/json.ts';
import { isTrue } from '../../../objects/metadata.ts';
import type { ContainerStatus, Pod } from '../../../objects/pods.ts';
import { ageColumn, ageOf, column, createdAge, nameColumn, type Printer } from '../../columns.ts';

const reasonIn = (state: JsonValue | undefined, kind: string): { reason: string; code: number } | undefined => {
  const part = isObject(state) ? state[kind] : undefined;
  return isObject(part) ? { reason: String(part['reason'] ?? ''), code: Number(part['exitCode'] ?? 0) } : undefined;
};

const initReason = (pod: Pod): string | undefined => {
  const specs = pod.spec.initContainers ?? [];
  for (const [index, status] of (pod.status.initContainerStatuses ?? []).entries()) {
    const sidecar = specs[index]?.restartPolicy === 'Always';
    const terminated = reasonIn(status.state, 'terminated');
    if (terminated?.code === 0 && terminated) continue;
    if (sidecar && status.started) continue;
    if (terminated) return `Init:${terminated.reason || `ExitCode:${terminated.code}`}`;
    const waiting = reasonIn(status.state, 'waiting');
    if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
    return `Init:${index}/${specs.length}`;
  }
  return undefined;
};

/** The STATUS column: printPod of pkg/printers/internalversion. */
export const statusText = (pod: Pod): string => {
  let reason = pod.status.reason || pod.status.phase;
  const initial = initReason(pod);
  if (initial) reason = initial;
  else {
    let running = false;
    for (const status of (pod.status.containerStatuses ?? []).toReversed()) {
      const waiting = reasonIn(status.state, 'waiting');
      const terminated = reasonIn(status.state, 'terminated');
      if (waiting?.reason) reason = waiting.reason;
      else if (terminated) reason = terminated.reason || `ExitCode:${terminated.code}`;
      else if (status.ready && isObject(status.state['running'])) running = true;
    }
    if (reason === 'Completed' && running) reason = isTrue(pod.status.conditions, 'Ready') ? 'Running' : 'NotReady';
  }
  return pod.metadata.deletionTimestamp ? 'Terminating' : reason;
};

const restartsText = (statuses: readonly ContainerStatus[], now: number): string => {
  const count = statuses.reduce((sum, each) => sum + each.restartCount, 0);
  const last = statuses
    .map(({ lastState }) => (isObject(lastState['terminated']) ? lastState['terminated']['finishedAt'] : undefined))
    .filter((each) => typeof each === 'string')
    .toSorted()
    .at(-1);
  return count > 0 && last ? `${count} (${ageOf(last, now)} ago)` : String(count);
};

export const podPrinter: Printer = {
  columns: [
    nameColumn,
    column('Ready'),
    column('Status'),
    column('Restarts'),
    ageColumn,
    column('IP', 1),
    column('Node', 1),
    column('Nominated Node', 1),
    column('Readiness Gates', 1),
  ],
  cells: (pod: Pod, now) => {
    const statuses = pod.status.containerStatuses ?? [];
    const gates = pod.spec.readinessGates ?? [];
    const passed = gates.filter(({ conditionType }) => isTrue(pod.status.conditions, conditionType));
    return [
      pod.metadata.name,
      `${statuses.filter((each) => each.ready).length}/${pod.spec.containers.length}`,
      statusText(pod),
      restartsText(statuses, now),
      createdAge(pod, now),
      pod.status.podIP || '<none>',
      pod.spec.nodeName || '<none>',
      '<none>',
      gates.length > 0 ? `${passed.length}/${gates.length}` : '<none>',
    ];
  },
};
