import type { Cluster, KubernetesObject } from '../cluster/cluster.ts';
import type { Clock } from '../core/clock.ts';
import { eventually } from '../core/eventually.ts';
import { isObject, type JsonValue, valueAt } from '../core/json.ts';
import { Unobservable } from '../steps/finding.ts';

/** The name of Plumbline's own pod in the namespace of a scenario. */
export const probePodName = 'plumbline-probe';

const bootTime = 60_000;

const manifest = (namespace: string, image: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: probePodName, namespace, labels: { 'app.kubernetes.io/managed-by': 'plumbline' } },
  spec: {
    containers: [{ name: 'probe', image, imagePullPolicy: 'IfNotPresent', command: ['sleep', '2147483647'] }],
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    tolerations: [{ operator: 'Exists' }],
  },
});

/** True for a Pod that is running, ready and not being deleted, in which a command can run reliably. */
export const isReadyPod = (pod: KubernetesObject): boolean => {
  if (pod.metadata['deletionTimestamp'] || valueAt(pod, ['status', 'phase']) !== 'Running') return false;
  const conditions = valueAt(pod, ['status', 'conditions']);
  return Array.isArray(conditions) && conditions.some(isTrue('Ready'));
};

const isTrue =
  (type: string) =>
  (condition: JsonValue): boolean =>
    isObject(condition) && condition['type'] === type && condition['status'] === 'True';

/** Creates the probe pod in a namespace and waits until a command can run there. */
export const startProbePod = async (
  cluster: Cluster,
  namespace: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> => {
  const image = cluster.probeImage;
  await cluster.api.apply(manifest(namespace, image), { signal });
  const reference = { apiVersion: 'v1', kind: 'Pod', name: probePodName, namespace };
  const { value, held } = await eventually(
    () => cluster.api.get(reference, signal),
    (pod) => pod !== undefined && isReadyPod(pod),
    { clock, within: bootTime, signal, longestPause: 200 },
  );
  if (held) return;
  const status = JSON.stringify(value?.['status'] ?? 'no pod', undefined, 2);
  throw new Unobservable(
    'exec-failed',
    `The probe pod did not become ready in ${bootTime / 1_000} s.`,
    `Check that the cluster can pull ${image}, or name another image that has sh, curl, ping and dig: --probe-image.`,
    [{ title: `status of pod ${probePodName}`, text: status }],
  );
};
