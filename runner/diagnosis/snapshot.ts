import type { KubernetesObject } from '../cluster/cluster.ts';
import { selectsPairs } from '../core/labels.ts';
import type { ProbeContext } from '../probe/exec.ts';
import { type Backend, readBackends } from '../probe/identity/backends.ts';
import { selectorOf } from '../probe/read-object.ts';
import { explainPod, isBeingDeleted } from './explain-pod.ts';

/** The objects behind one Service at one moment. A link reads nothing else. */
export interface ServiceSnapshot {
  service: KubernetesObject;
  /** Ready endpoints of the Service's EndpointSlices. */
  ready: readonly Backend[];
  notReady: readonly Backend[];
  /** All pods of the Service's namespace. */
  pods: readonly KubernetesObject[];
  /** Pods that match the selector and are not being deleted; none if the Service has no selector. */
  selected: readonly KubernetesObject[];
  /** "Pod web: its phase is Pending."; empty for a ready pod. Reads the pod's events if it is not ready. */
  whyNotReady(pod: KubernetesObject): Promise<string>;
}

/** Rejects with `Unmet` not-found if there is no such Service. */
export const takeSnapshot = async (
  context: ProbeContext,
  name: string,
  namespace: string,
): Promise<ServiceSnapshot> => {
  const { service, ready, notReady } = await readBackends(context, { service: name, namespace });
  const pods = (await context.cluster.api.list({ apiVersion: 'v1', kind: 'Pod', namespace }, context.signal)).items;
  const selector = selectorOf(service);
  const hasSelector = Object.keys(selector).length > 0;
  return {
    service,
    ready,
    notReady,
    pods,
    selected: pods.filter((pod) => hasSelector && selectsPairs(selector, pod.metadata.labels) && !isBeingDeleted(pod)),
    whyNotReady: async (pod) => {
      const why = await explainPod(context, pod);
      return why === undefined ? '' : `Pod ${pod.metadata.name}: ${why}.`;
    },
  };
};
