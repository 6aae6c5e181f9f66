import type { KubernetesObject } from '../../runner/cluster/cluster.ts';
import type { JsonObject, JsonValue } from '../../runner/core/json.ts';

/** The API path of a kind's objects, in the topic's namespace if the kind is namespaced. */
export const collections: Readonly<Record<string, string>> = {
  Namespace: '/api/v1/namespaces',
  Node: '/api/v1/nodes',
  Service: '/api/v1/namespaces/NAMESPACE/services',
  Endpoints: '/api/v1/namespaces/NAMESPACE/endpoints',
  Pod: '/api/v1/namespaces/NAMESPACE/pods',
  ConfigMap: '/api/v1/namespaces/NAMESPACE/configmaps',
  Secret: '/api/v1/namespaces/NAMESPACE/secrets',
  Event: '/api/v1/namespaces/NAMESPACE/events',
  ServiceAccount: '/api/v1/namespaces/NAMESPACE/serviceaccounts',
  ResourceQuota: '/api/v1/namespaces/NAMESPACE/resourcequotas',
  LimitRange: '/api/v1/namespaces/NAMESPACE/limitranges',
  ReplicationController: '/api/v1/namespaces/NAMESPACE/replicationcontrollers',
  EndpointSlice: '/apis/discovery.k8s.io/v1/namespaces/NAMESPACE/endpointslices',
  Deployment: '/apis/apps/v1/namespaces/NAMESPACE/deployments',
  ReplicaSet: '/apis/apps/v1/namespaces/NAMESPACE/replicasets',
  StatefulSet: '/apis/apps/v1/namespaces/NAMESPACE/statefulsets',
  DaemonSet: '/apis/apps/v1/namespaces/NAMESPACE/daemonsets',
  Job: '/apis/batch/v1/namespaces/NAMESPACE/jobs',
  Ingress: '/apis/networking.k8s.io/v1/namespaces/NAMESPACE/ingresses',
  IngressClass: '/apis/networking.k8s.io/v1/ingressclasses',
  NetworkPolicy: '/apis/networking.k8s.io/v1/namespaces/NAMESPACE/networkpolicies',
};

const apiVersionOf = (kind: string): string =>
  /^\/apis?\/((?:[\w.-]+\/)?v1)\//.exec(`${collections[kind] ?? ''}/`)?.[1] ?? 'v1';

/** An object of a kind without a spec, whose fields are beside its metadata. */
export const object = (
  kind: string,
  metadata: KubernetesObject['metadata'] | string,
  fields: JsonObject = {},
): KubernetesObject => ({
  apiVersion: apiVersionOf(kind),
  kind,
  metadata: typeof metadata === 'string' ? { name: metadata } : metadata,
  ...fields,
});

export const service = (name: string, spec: JsonObject): KubernetesObject => object('Service', name, { spec });

/** A Service from port 80 to 8080 of the pods with the label `app`. */
export const web = (name: string, app: string, spec: JsonObject = {}): KubernetesObject =>
  service(name, { selector: { app }, ports: [{ port: 80, targetPort: 8080 }], ...spec });

export interface PodOptions {
  labels?: Record<string, string>;
  on?: 'control-plane' | 'worker';
  /** Fields of spec. */
  spec?: JsonObject;
  /** Fields of the container. */
  container?: JsonObject;
}

const placed = (on: PodOptions['on']): JsonObject => {
  const key = 'node-role.kubernetes.io/control-plane';
  if (on === 'control-plane') return { nodeSelector: { [key]: '' } };
  if (on === undefined) return {};
  const term: JsonValue = { matchExpressions: [{ key, operator: 'DoesNotExist' }] };
  const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } };
  return { affinity: { nodeAffinity } };
};

export const pod = (
  name: string,
  image: string,
  { labels = {}, on, spec = {}, container = {} }: PodOptions = {},
): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: {
    terminationGracePeriodSeconds: 1,
    ...placed(on),
    ...spec,
    containers: [{ name: 'main', image, imagePullPolicy: 'IfNotPresent', ...container }],
  },
});

/** Answers every request on 8080 with its own name. */
export const kubia = (name: string, app: string, options: PodOptions = {}): KubernetesObject =>
  pod(name, 'luksa/kubia', { ...options, labels: { app, ...options.labels } });

const agnhostImage = 'registry.k8s.io/e2e-test-images/agnhost:2.56';

/** agnhost's netexec on 8080: /hostname, /clientip and more. */
export const netexec = (name: string, app: string, options: PodOptions = {}): KubernetesObject =>
  pod(name, agnhostImage, {
    ...options,
    labels: { app, ...options.labels },
    container: { args: ['netexec', '--http-port=8080', '--udp-port=8081'], ...options.container },
  });

/** A pod as a vantage point, with curl, dig and ping. */
export const client = (name: string, options: PodOptions = {}): KubernetesObject =>
  pod(name, agnhostImage, { ...options, container: { args: ['pause'], ...options.container } });
