/** The kinds that the embedded cluster serves: what discovery, routing and storage know of each. */
export interface Resource {
  group: string;
  version: string;
  kind: string;
  /** The resource name in paths. */
  plural: string;
  singular: string;
  shortNames: readonly string[];
  categories: readonly string[];
  namespaced: boolean;
  /** Subresources of the path form NAMESPACE/RESOURCE/NAME/SUBRESOURCE. */
  subresources: readonly string[];
}

const rows = `
/v1 Namespace namespaces ns - cluster status,finalize
/v1 Node nodes no - cluster status
/v1 Pod pods po all namespaced status,log,exec,attach,portforward,eviction,binding,proxy,ephemeralcontainers
/v1 Service services svc all namespaced status,proxy
/v1 Endpoints endpoints ep - namespaced
/v1 ConfigMap configmaps cm - namespaced
/v1 Secret secrets - - namespaced
/v1 ServiceAccount serviceaccounts sa - namespaced token
/v1 Event events ev - namespaced
/v1 ReplicationController replicationcontrollers rc all namespaced status,scale
/v1 ResourceQuota resourcequotas quota - namespaced status
/v1 LimitRange limitranges limits - namespaced
apps/v1 ReplicaSet replicasets rs all namespaced status,scale
apps/v1 Deployment deployments deploy all namespaced status,scale
apps/v1 StatefulSet statefulsets sts all namespaced status,scale
apps/v1 DaemonSet daemonsets ds all namespaced status
batch/v1 Job jobs - all namespaced status
networking.k8s.io/v1 Ingress ingresses ing - namespaced status
networking.k8s.io/v1 IngressClass ingressclasses - - cluster
networking.k8s.io/v1 NetworkPolicy networkpolicies netpol - namespaced
discovery.k8s.io/v1 EndpointSlice endpointslices - - namespaced
coordination.k8s.io/v1 Lease leases - - namespaced
`;

const words = (text: string | undefined): string[] => (text && text !== '-' ? text.split(',') : []);

const parseRow = (row: string): Resource => {
  const [groupVersion = '', kind = '', plural = '', short, categories, scope, subresources] = row.split(' ');
  const [group = '', version = ''] = groupVersion.split('/');
  return {
    group,
    version,
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames: words(short),
    categories: words(categories),
    namespaced: scope === 'namespaced',
    subresources: words(subresources),
  };
};

/** In the order of discovery. Names, short names and scopes are those of Kubernetes 1.34. */
export const resources: readonly Resource[] = rows.trim().split('\n').map(parseRow);

const byPath = new Map(resources.map((each) => [`${each.group}/${each.version}/${each.plural}`, each]));
const byKind = new Map(resources.map((each) => [each.kind, each]));

const versions = new Set(resources.map(({ group, version }) => `${group}/${version}`));

export const isServed = (group: string, version: string): boolean => versions.has(`${group}/${version}`);

export const resourceAt = (group: string, version: string, plural: string): Resource | undefined =>
  byPath.get(`${group}/${version}/${plural}`);

export const resourceOf = (kind: string): Resource | undefined => byKind.get(kind);

export const apiVersionOf = ({ group, version }: Pick<Resource, 'group' | 'version'>): string =>
  group ? `${group}/${version}` : version;

/** `services`, `deployments.apps`: how messages name a resource. */
export const qualifiedName = ({ group, plural }: Resource): string => (group ? `${plural}.${group}` : plural);

export const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const;
