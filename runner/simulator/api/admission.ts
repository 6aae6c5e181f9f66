import { isObject, type JsonObject } from '../../core/json.ts';
import { type Random, randomName } from '../../core/random.ts';
import type { Container, Meta, Pod, PodSpec, Toleration, Unstructured } from '../objects/objects.ts';
import { type Resource, resourceOf } from './resources.ts';
import { forbidden, notFound } from './status.ts';
import type { Store } from './store.ts';

/** What the API server's admission plugins change or refuse at a create. */

const namespaceResource = resourceOf('Namespace');

/** NamespaceLifecycle: nothing is created in a namespace that is missing or going away. */
export const admitNamespace = (store: Store, resource: Resource, namespace: string, name: string): void => {
  const found = store.get('Namespace', undefined, namespace);
  if (!found && namespaceResource) throw notFound(namespaceResource, namespace);
  if (found?.metadata.deletionTimestamp)
    throw forbidden(
      resource,
      name,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
    );
};

const notReady = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** TaintNodesByCondition: nothing is scheduled to a new node before its kubelet says that it is ready. */
export const admitNode = (node: Unstructured): Unstructured => {
  const spec = isObject(node['spec']) ? node['spec'] : {};
  const taints = (Array.isArray(spec['taints']) ? spec['taints'] : []).filter(isObject);
  if (taints.some(({ key, effect }) => key === notReady.key && effect === notReady.effect)) return node;
  return { ...node, spec: { ...spec, taints: [...taints, notReady] } };
};

const evictionDelay: Toleration[] = ['not-ready', 'unreachable'].map((state) => ({
  key: `node.kubernetes.io/${state}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The same for all pods: stored objects are never changed in place. */
const tokenSources = {
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: {
        items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
      },
    },
  ],
  defaultMode: 420,
};

const tokenVolume = (name: string): PodSpec['volumes'] => [{ name, projected: tokenSources }];

const withMount = (container: Container, volume: string): Container =>
  container.volumeMounts?.some(({ mountPath }) => mountPath === tokenPath)
    ? container
    : {
        ...container,
        volumeMounts: (container.volumeMounts ?? []).concat({ name: volume, readOnly: true, mountPath: tokenPath }),
      };

const tolerated = (own: readonly Toleration[]): Toleration[] => {
  const isOwn = ({ key }: Toleration): boolean =>
    own.some((each) => each.key === key || (!each.key && each.operator === 'Exists'));
  return own.length === 0 ? evictionDelay : [...own, ...evictionDelay.filter((each) => !isOwn(each))];
};

const podResource = resourceOf('Pod');

/** ServiceAccount: that of the pod must exist. The namespace's own is made with it, and is waited for. */
export const mustHaveAccount = (store: Store, { metadata, spec }: Pod): void => {
  const { namespace = '', name } = metadata;
  const account = spec.serviceAccountName || 'default';
  if (account === 'default' || !podResource || store.get('ServiceAccount', namespace, account)) return;
  throw forbidden(
    podResource,
    name,
    `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`,
  );
};

/** ServiceAccount, DefaultTolerationSeconds and Priority. */
export const admitPod = (pod: Pod, random: Random): Pod => {
  const { spec } = pod;
  const volume = `kube-api-access-${randomName(random, 5)}`;
  const mounts = spec['automountServiceAccountToken'] !== false;
  const account = spec.serviceAccountName || 'default';
  const tolerations = spec.tolerations ?? [];
  return {
    ...pod,
    spec: {
      ...spec,
      ...(mounts && {
        volumes: [...(spec.volumes ?? []), ...(tokenVolume(volume) ?? [])],
        containers: (spec.containers ?? []).map((each) => withMount(each, volume)),
        ...(spec.initContainers && { initContainers: spec.initContainers.map((each) => withMount(each, volume)) }),
      }),
      serviceAccountName: account,
      serviceAccount: account,
      tolerations: tolerated(tolerations),
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
    },
    status: { phase: 'Pending', qosClass: qualityOf(spec) },
  };
};

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
export const qualityOf = ({ containers = [] }: PodSpec): string => {
  const sizes = containers.map(({ resources = {} }) => ({
    requests: isObject(resources.requests) ? resources.requests : {},
    limits: isObject(resources.limits) ? resources.limits : {},
  }));
  const guaranteed = ({ requests, limits }: { requests: JsonObject; limits: JsonObject }): boolean =>
    ['cpu', 'memory'].every((name) => limits[name] !== undefined && (requests[name] ?? limits[name]) === limits[name]);
  if (sizes.every(({ requests, limits }) => Object.keys({ ...requests, ...limits }).length === 0)) return 'BestEffort';
  return sizes.every(guaranteed) ? 'Guaranteed' : 'Burstable';
};

const defaultClass = 'ingressclass.kubernetes.io/is-default-class';

/** DefaultIngressClass: the newest of the classes marked as default, then the first by name. */
export const admitIngress = (store: Store, object: Unstructured): Unstructured => {
  const spec = isObject(object['spec']) ? object['spec'] : {};
  const metadata = object.metadata as Meta;
  if (spec['ingressClassName'] !== undefined || metadata.annotations?.['kubernetes.io/ingress.class'] !== undefined)
    return object;
  const [chosen] = store
    .list('IngressClass')
    .filter(({ metadata: { annotations } }) => annotations?.[defaultClass] === 'true')
    .toSorted(
      (a, b) =>
        String(b.metadata.creationTimestamp).localeCompare(String(a.metadata.creationTimestamp)) ||
        a.metadata.name.localeCompare(b.metadata.name),
    );
  return chosen ? { ...object, spec: { ...spec, ingressClassName: chosen.metadata.name } } : object;
};
