import { ApiError } from '../../../cluster/api-error.ts';
import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { objectsAt, textAt } from '../../../core/json.ts';
import { suggest } from '../../../core/nearest.ts';
import { Unmet, Unobservable } from '../../finding.ts';
import type { StepContext } from '../../step.ts';

/** The log of a container since its last start. */
export interface ContainerLog {
  container: string;
  lines: string[];
  /** The log is longer than the part that was read. */
  cut: boolean;
  /** Set if the container has not started: why it has no log. */
  waiting?: string;
}

/** The logs of a pod's containers. */
export interface PodLogs {
  pod: string;
  logs: ContainerLog[];
}

/** The maximum number of bytes that are read, from the start of the log. */
const longestLog = 4 * 1024 * 1024;

/** Reads the log of one container, or of all containers but init containers. Undefined if the pod no longer exists. */
export const readPodLogs = async (
  pod: KubernetesObject,
  container: string | undefined,
  context: StepContext,
): Promise<PodLogs | undefined> => {
  const names = container === undefined ? namesAt(pod, 'containers') : [known(pod, container)];
  const logs: ContainerLog[] = [];
  for (const name of names) {
    const log = await readLog(pod, name, context);
    if (!log) return undefined;
    logs.push(log);
  }
  return { pod: pod.metadata.name, logs };
};

const namesAt = (pod: KubernetesObject, list: string): string[] =>
  objectsAt(pod, 'spec', list).flatMap((each) => textAt(each, 'name') ?? []);

const known = (pod: KubernetesObject, container: string): string => {
  const names = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => namesAt(pod, list));
  if (names.includes(container)) return container;
  const hint = suggest(container, names, 'There are');
  throw new Unmet('not-found', `Pod ${pod.metadata.name} has no container ${container}.`, hint);
};

/**
 * The API server answers 400 for a container that has not started. If the kubelet cannot read a log, it says so in the
 * body of a 200 (kuberuntime, ReadLogs).
 */
const readLog = async (
  { metadata }: KubernetesObject,
  container: string,
  { cluster: { api }, namespace, signal }: StepContext,
): Promise<ContainerLog | undefined> => {
  const nothing = { container, lines: [], cut: false };
  try {
    const options = { container, limitBytes: longestLog, signal };
    const text = await api.logs(metadata.namespace ?? namespace, metadata.name, options);
    const fault = /^(unable to retrieve container logs for|failed to try resolving symlinks in path) .*/.exec(text);
    if (fault)
      throw new Unobservable('transcript-unreadable', `The log of pod ${metadata.name} cannot be read: ${fault[0]}`);
    return { container, lines: linesOf(text), cut: Buffer.byteLength(text) >= longestLog };
  } catch (cause) {
    if (cause instanceof ApiError && cause.status === 404) return undefined;
    if (cause instanceof ApiError && cause.status === 400) return { ...nothing, waiting: cause.message };
    throw cause;
  }
};

const linesOf = (text: string): string[] => {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
};
