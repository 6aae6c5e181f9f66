import type { KubernetesObject } from '../cluster/cluster.ts';
import { type JsonObject, textAt } from '../core/json.ts';
import type { ProbeContext } from './exec.ts';

/** The object of events. Without uid, it may have been deleted. */
export interface Subject {
  kind: string;
  name: string;
  /** Undefined for a cluster-scoped object: its events are in the namespace `default`. */
  namespace?: string | undefined;
  uid?: string | undefined;
}

const timeOf = (event: JsonObject): string =>
  textAt(event, 'lastTimestamp') || textAt(event, 'eventTime') || textAt(event, 'metadata', 'creationTimestamp') || '';

/** In events about a node, kubelets set the uid to the name of the node (kubelet, makeEventRecorder). */
const isAbout = (event: JsonObject, { name, uid }: Subject): boolean => {
  const about = textAt(event, 'involvedObject', 'uid');
  return (
    textAt(event, 'involvedObject', 'name') === name && (uid === undefined || !about || about === uid || about === name)
  );
};

/**
 * The events about an object, oldest first, without those about an earlier object of its name. Events appear with a
 * delay, are merged when they repeat, and expire after an hour.
 * https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 */
export const eventsAbout = async (
  { cluster: { api }, signal }: Pick<ProbeContext, 'cluster' | 'signal'>,
  subject: Subject,
): Promise<KubernetesObject[]> => {
  const { kind, name, namespace = 'default' } = subject;
  const fieldSelector = `involvedObject.kind=${kind},involvedObject.name=${name}`;
  const { items } = await api.list({ apiVersion: 'v1', kind: 'Event', namespace, fieldSelector }, signal);
  return items.filter((event) => isAbout(event, subject)).sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
};
