import { ApiError } from '../../runner/cluster/api-error.ts';
import type {
  Cluster,
  ExecRequest,
  ExecResult,
  ExternalHost,
  IngressAccess,
  KubernetesApi,
  KubernetesObject,
  ObjectReference,
  Vantage,
} from '../../runner/cluster/cluster.ts';
import { isObject, type JsonObject } from '../../runner/core/json.ts';

const clusterScoped = new Set([
  'Namespace',
  'Node',
  'IngressClass',
  'ClusterRole',
  'ClusterRoleBinding',
  'PersistentVolume',
]);

const keyOf = ({ kind, namespace, name }: Omit<ObjectReference, 'apiVersion'>): string =>
  `${kind}/${clusterScoped.has(kind) ? '' : (namespace ?? '')}/${name}`;

const keyOfObject = ({ kind, metadata: { name, namespace } }: KubernetesObject): string =>
  keyOf({ kind, name, ...(namespace && { namespace }) });

const selects = (selector: string | undefined, labels: Record<string, string> = {}): boolean =>
  !selector || selector.split(',').every((part) => labels[part.split('=')[0] ?? ''] === part.split('=')[1]);

/** RFC 7386. */
const mergePatch = (target: JsonObject, patch: JsonObject): JsonObject => {
  const merged: JsonObject = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else if (isObject(value)) merged[key] = mergePatch(isObject(merged[key]) ? (merged[key] as JsonObject) : {}, value);
    else merged[key] = value;
  }
  return merged;
};

/** An API without controllers, which stores objects and returns them. */
export const fakeApi = (
  initial: readonly KubernetesObject[] = [],
): KubernetesApi & { objects: Map<string, KubernetesObject> } => {
  const objects = new Map<string, KubernetesObject>();
  let version = 0;
  const put = (object: KubernetesObject): KubernetesObject => {
    const stored = {
      ...object,
      metadata: { uid: `uid-${version}`, ...object.metadata, resourceVersion: String(++version) },
    };
    objects.set(keyOfObject(object), stored);
    return stored;
  };
  for (const each of initial) put(each);
  const find = (reference: ObjectReference): KubernetesObject | undefined => objects.get(keyOf(reference));
  return {
    objects,
    get: async (reference) => find(reference),
    list: async ({ kind, namespace, labelSelector }) => ({
      items: [...objects.values()].filter(
        (each) =>
          each.kind === kind &&
          (!namespace || clusterScoped.has(kind) || each.metadata.namespace === namespace) &&
          selects(labelSelector, each.metadata.labels),
      ),
      resourceVersion: String(version),
    }),
    apply: async (object, options) => {
      const old = objects.get(keyOfObject(object));
      const merged = (old ? mergePatch(old, object) : object) as KubernetesObject;
      return { object: options?.dryRun ? merged : put(merged), warnings: [] };
    },
    create: async (object, options) => {
      if (objects.has(keyOfObject(object)))
        throw new ApiError(
          409,
          'AlreadyExists',
          `${object.kind.toLowerCase()}s "${object.metadata.name}" already exists`,
        );
      return { object: options?.dryRun ? object : put(object), warnings: [] };
    },
    patch: async (reference, _type, patch) => {
      const old = find(reference);
      if (!old) throw new ApiError(404, 'NotFound', `${reference.kind.toLowerCase()}s "${reference.name}" not found`);
      return { object: put(mergePatch(old, patch as JsonObject) as KubernetesObject), warnings: [] };
    },
    delete: async (reference) => objects.delete(keyOf(reference)),
    // No object changes by itself here.
    async *watch(_query, _resourceVersion, signal) {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    },
    isNamespaced: async (_apiVersion, kind) => !clusterScoped.has(kind),
    logs: async () => '',
    raw: async () => ({ status: 200, body: 'ok' }),
  };
};

export interface FakeClusterOptions {
  objects?: readonly KubernetesObject[];
  /** Answers each exec. The default is status 0 without output. */
  exec?: (vantage: Vantage, request: ExecRequest) => Promise<Partial<ExecResult>> | Partial<ExecResult>;
  proxyMode?: string;
  ingress?: IngressAccess;
  externalHosts?: readonly ExternalHost[];
}

/** A cluster that runs nothing: objects are data, and a function of the test answers every exec. */
export const fakeCluster = ({
  objects = [],
  exec,
  proxyMode = 'iptables',
  ingress,
  externalHosts = [],
}: FakeClusterOptions = {}): Cluster & {
  api: ReturnType<typeof fakeApi>;
} => {
  const api = fakeApi(objects);
  return {
    fingerprint: { provider: 'fake', kubernetesVersion: 'v1.34.0', proxyMode, isolation: 'none', nodes: 1 },
    boot: [],
    api,
    exec: async (vantage, request) => ({
      status: 0,
      stdout: '',
      stderr: '',
      truncated: false,
      ...(await exec?.(vantage, request)),
    }),
    nodes: async () =>
      (await api.list({ apiVersion: 'v1', kind: 'Node' })).items.map((node) => ({
        name: node.metadata.name,
        internalIP: '172.18.0.2',
        controlPlane: true,
      })),
    provide: async () => [],
    ingress,
    externalHosts,
    probeImage: 'probe:1',
    kubeconfig: () => '',
    close: async () => undefined,
  };
};
