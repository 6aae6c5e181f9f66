import type { KubernetesObject } from '../../../cluster/cluster.ts';
import { type JsonObject, objectsAt, textAt } from '../../../core/json.ts';

/** The container in which commands run by default: the first one. */
export const containerOf = (pod: KubernetesObject): JsonObject | undefined => objectsAt(pod, 'spec', 'containers')[0];

/**
 * The start time of the container, otherwise of the pod, in RFC 3339 and UTC: such times can be compared as strings.
 */
export const startOf = (pod: KubernetesObject): string => {
  const name = textAt(containerOf(pod), 'name');
  const status = objectsAt(pod, 'status', 'containerStatuses').find((each) => each['name'] === name);
  return textAt(status, 'state', 'running', 'startedAt') || textAt(pod, 'status', 'startTime') || '';
};

/** The creation time of an object. */
export const birthOf = ({ metadata }: KubernetesObject): string => textAt(metadata, 'creationTimestamp') ?? '';
