import { isObject, type JsonObject, objectsAt, textAt, textsAt } from '../../runner/core/json.ts';

/** A kind that every cluster of the release has. */
export interface BuiltInResource {
  group: string;
  version: string;
  kind: string;
  plural: string;
  namespaced: boolean;
  shortNames: string[];
}

/** Versions that are served unless somebody turns them off. Since 1.24, new beta versions are off unless they are turned on. */
const isStable = (version: string): boolean => /^v\d+$/.test(version);

/** The kinds of an APIResourceList; its subresources, whose names have a slash, are left out. */
const ofList = (list: JsonObject): BuiltInResource[] =>
  objectsAt(list, 'resources')
    .map((each) => ({
      group: '',
      version: textAt(list, 'groupVersion') ?? '',
      kind: textAt(each, 'kind') ?? '',
      plural: textAt(each, 'name') ?? '',
      namespaced: each['namespaced'] === true,
      shortNames: textsAt(each, 'shortNames'),
    }))
    .filter(({ plural }) => !plural.includes('/'));

/** The kinds of the groups of an APIGroupDiscoveryList. */
const ofGroups = (groups: JsonObject): BuiltInResource[] =>
  objectsAt(groups, 'items').flatMap((group) =>
    objectsAt(group, 'versions').flatMap((version) =>
      objectsAt(version, 'resources').map((each) => ({
        group: textAt(group, 'metadata', 'name') ?? '',
        version: textAt(version, 'version') ?? '',
        kind: textAt(each, 'responseKind', 'kind') ?? '',
        plural: textAt(each, 'resource') ?? '',
        namespaced: each['scope'] === 'Namespaced',
        shortNames: textsAt(each, 'shortNames'),
      })),
    ),
  );

/**
 * The kinds that a cluster has by default. From api/discovery of Kubernetes: `api__v1.json` is the core group, and
 * `aggregated_v2.json` all others in the order of discovery.
 */
export const builtInResources = (core: unknown, aggregated: unknown): BuiltInResource[] =>
  [...(isObject(core) ? ofList(core) : []), ...(isObject(aggregated) ? ofGroups(aggregated) : [])].filter(
    ({ version }) => isStable(version),
  );
