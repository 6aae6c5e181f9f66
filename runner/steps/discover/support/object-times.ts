import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { type JsonObject, objectsAt, textAt } from '../../../core/json.ts';

/** Commands run in the first container when none is named. */
export const containerOf = (pod: KubernetesObject): JsonObject | undefined => objectsAt(pod, 'spec', 'containers')[0];

/** When the container began to run, else the pod. RFC 3339 in UTC without fractions, as all times in objects are: they compare as texts. */
export const startOf = (pod: KubernetesObject): string => {
  const name = textAt(containerOf(pod), 'name');
  const status = objectsAt(pod, 'status', 'containerStatuses').find((each) => each['name'] === name);
  return textAt(status, 'state', 'running', 'startedAt') || textAt(pod, 'status', 'startTime') || '';
};

/** When an object was created. */
export const birthOf = ({ metadata }: KubernetesObject): string => textAt(metadata, 'creationTimestamp') ?? '';
