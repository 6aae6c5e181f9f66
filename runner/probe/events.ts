import type { KubernetesObject } from '../cluster/cluster.ts';
import { type JsonObject, textAt } from '../core/json.ts';
import type { ProbeContext } from './exec.ts';

/** What events are about: an object that exists, or, without uid, one that may have gone. */
export interface Subject {
  kind: string;
  name: string;
  /** Undefined for an object that lives in no namespace: its events are in `default`. */
  namespace?: string | undefined;
  uid?: string | undefined;
}

const timeOf = (event: JsonObject): string =>
  textAt(event, 'lastTimestamp') || textAt(event, 'eventTime') || textAt(event, 'metadata', 'creationTimestamp') || '';

/** Kubelets name a node as the uid of its events (kubelet, makeEventRecorder). */
const isAbout = (event: JsonObject, { name, uid }: Subject): boolean => {
  const about = textAt(event, 'involvedObject', 'uid');
  return (
    textAt(event, 'involvedObject', 'name') === name && (uid === undefined || !about || about === uid || about === name)
  );
};

/**
 * The events about an object, oldest first; those of a former object of its name are left out. Events come late, are
 * counted together and expire after an hour.
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
