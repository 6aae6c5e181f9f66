/** The properties of a kind that discovery, routing and storage need. */
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
  /** Where etcd keeps the objects, where that is not under the plural: messages about a wrong UID tell it. */
  storageKey: string;
}

type Optional = Partial<Pick<Resource, 'shortNames' | 'categories' | 'storageKey'>>;

const resource =
  (isNamespaced: boolean) =>
  (apiVersion: string, kind: string, plural: string, more: Optional = {}): Resource => {
    const [version = '', group = ''] = apiVersion.split('/').toReversed();
    return {
      group,
      version,
      kind,
      plural,
      singular: kind.toLowerCase(),
      shortNames: [],
      categories: [],
      namespaced: isNamespaced,
      storageKey: plural,
      ...more,
    };
  };

export const namespaced = resource(true);
export const clusterScoped = resource(false);

export const apiVersionOf = ({ group, version }: Pick<Resource, 'group' | 'version'>): string =>
  group ? `${group}/${version}` : version;

/** `services`, `deployments.apps`: how messages name a resource. */
export const qualifiedName = ({ group, plural }: Resource): string => (group ? `${plural}.${group}` : plural);

export const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const;
