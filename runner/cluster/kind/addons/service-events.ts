import type { Clock } from '../../../core/clock.ts';
import type { Client } from '../../client.ts';
import type { KubernetesObject } from '../../cluster.ts';

const component = 'service-controller';

/** The events of a cloud's service controller (cloud-provider, controllers/service/controller.go). */
const messages = {
  EnsuringLoadBalancer: 'Ensuring load balancer',
  EnsuredLoadBalancer: 'Ensured load balancer',
  DeletingLoadBalancer: 'Deleting load balancer',
  DeletedLoadBalancer: 'Deleted load balancer',
} as const;

/**
 * Writes an event about a Service, named as client-go names events. A failed write is ignored, as event recorders do: the
 * work goes on.
 */
export const writeServiceEvent = async (
  { client, clock, signal }: { client: Client; clock: Clock; signal: AbortSignal },
  { apiVersion, kind, metadata }: KubernetesObject,
  reason: keyof typeof messages,
): Promise<void> => {
  const { name, namespace = 'default', uid, resourceVersion } = metadata;
  const time = clock
    .date()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
  // Two events of one Service in one millisecond need different names: the reason's number distinguishes them.
  const nanoseconds = BigInt(clock.date().getTime()) * 1_000_000n + BigInt(Object.keys(messages).indexOf(reason));
  const event: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${nanoseconds.toString(16)}`, namespace },
    involvedObject: { apiVersion, kind, name, namespace, uid, resourceVersion },
    reason,
    message: messages[reason],
    type: 'Normal',
    source: { component },
    reportingComponent: component,
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
  await client.create(event, { signal }).catch(() => undefined);
};
