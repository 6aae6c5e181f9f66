import type { Clock } from '../../../core/clock.ts';
import { eventually } from '../../../core/eventually.ts';
import { objectsAt, textAt, valueAt } from '../../../core/json.ts';
import { selectsPairs } from '../../../core/labels.ts';
import { hasEnded, isBeingDeleted } from '../../../diagnosis/explain-pod.ts';
import type { ProbeContext } from '../../../probe/exec.ts';
import { selectorOf } from '../../../probe/read-object.ts';

/** How long the endpoints must be unchanged, in milliseconds: longer than kube-proxy delays its updates. */
const quiet = 2_000;
/** The same while a pod behind the Service is not ready and may become ready. */
const quietWhileUnready = 5_000;
const pause = 200;

/**
 * Waits until the endpoints of a Service no longer change and no pod behind it is being deleted. Returns false if that
 * is not so `within` milliseconds. kube-proxy applies a change within a second (`iptables.minSyncPeriod`).
 */
export const waitUntilSettled = async (
  context: ProbeContext & { clock: Clock },
  behind: { service: string; namespace: string },
  within: number,
): Promise<boolean> => {
  const { clock, signal } = context;
  let last = '';
  let since = clock.now();
  const { held } = await eventually(
    () => stateOf(context, behind),
    ({ text, isLeaving, isUnready }) => {
      if (text !== last) since = clock.now();
      last = text;
      return !isLeaving && clock.now() - since >= (isUnready ? quietWhileUnready : quiet);
    },
    { clock, within, signal, pause, longestPause: pause },
  );
  return held;
};

interface State {
  /** Everything that may still change, as text to compare. */
  text: string;
  isLeaving: boolean;
  isUnready: boolean;
}

const stateOf = async (
  { cluster: { api }, signal }: ProbeContext,
  { service: name, namespace }: { service: string; namespace: string },
): Promise<State> => {
  const labelSelector = `kubernetes.io/service-name=${name}`;
  const [service, slices, pods] = await Promise.all([
    api.get({ apiVersion: 'v1', kind: 'Service', name, namespace }, signal),
    api.list({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace, labelSelector }, signal),
    api.list({ apiVersion: 'v1', kind: 'Pod', namespace }, signal),
  ]);
  const endpoints = slices.items.flatMap((slice) => objectsAt(slice, 'endpoints'));
  const known = new Set(endpoints.map((endpoint) => textAt(endpoint, 'targetRef', 'name')));
  const selector = service ? selectorOf(service) : {};
  const behind = pods.items.filter(
    (pod) => known.has(pod.metadata.name) || selectsPairs(selector, pod.metadata.labels),
  );
  const isReady = (pod: (typeof behind)[number]): boolean =>
    objectsAt(pod, 'status', 'conditions').some((each) => each['type'] === 'Ready' && each['status'] === 'True');

  return {
    text: JSON.stringify([
      service?.metadata.resourceVersion,
      endpoints.map(({ addresses, conditions }) => [addresses, conditions]),
      behind.map((pod) => [pod.metadata.uid, isReady(pod), isBeingDeleted(pod), textAt(pod, 'status', 'podIP')]),
    ]),
    isLeaving:
      behind.some(isBeingDeleted) || endpoints.some((each) => valueAt(each, ['conditions', 'terminating']) === true),
    isUnready: behind.some((pod) => !isReady(pod) && !isBeingDeleted(pod) && !hasEnded(pod)),
  };
};
