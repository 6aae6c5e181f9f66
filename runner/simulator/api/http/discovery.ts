import type { JsonObject } from '../../../core/json.ts';
import { release } from '../../release.ts';
import type { ApiKind } from '../kinds/api-kind.ts';
import { kinds } from '../kinds/index.ts';
import { apiVersionOf, type Resource, verbs } from '../resources.ts';
import { customResourceDefinition } from './custom-resources.ts';
import { reviews, type VirtualKind } from './reviews.ts';

/** What a client learns of the kinds: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api */

export const versionInfo: JsonObject = {
  major: release.major,
  minor: release.minor,
  emulationMajor: release.major,
  emulationMinor: release.minor,
  minCompatibilityMajor: release.major,
  minCompatibilityMinor: release.minCompatibilityMinor,
  gitVersion: release.gitVersion,
  gitCommit: 'plumbline-embedded',
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: 'plumbline/embedded',
};

interface NamedSubresource {
  name: string;
  kind: string;
  group: string;
  version: string;
  verbs: readonly string[];
}

const subresourcesOf = (each: ApiKind): NamedSubresource[] => {
  const { kind, group, version } = each.resource;
  return Object.entries(each.subresources ?? {}).map(([name, own]) => ({ name, kind, group, version, ...own }));
};

/** Kinds that are not stored. */
const virtual: readonly VirtualKind[] = [customResourceDefinition, ...reviews];

const groupNames = [
  ...new Set([...kinds.map(({ resource }) => resource.group), ...virtual.map(({ group }) => group)]),
].filter(Boolean);

const inGroup = (group: string): ApiKind[] => kinds.filter(({ resource }) => resource.group === group);

const shortcutsOf = ({ shortNames, categories }: Resource): JsonObject => ({
  ...(shortNames.length > 0 && { shortNames: [...shortNames] }),
  ...(categories.length > 0 && { categories: [...categories] }),
});

/** A kind and its subresources. */
const entriesOf = (each: ApiKind): JsonObject[] => {
  const { plural, singular, namespaced, kind, group } = each.resource;
  return [
    { name: plural, singularName: singular, namespaced, kind, verbs: [...verbs], ...shortcutsOf(each.resource) },
    ...subresourcesOf(each).map((sub) => ({
      name: `${plural}/${sub.name}`,
      singularName: '',
      namespaced,
      ...(sub.group !== group && { group: sub.group, version: sub.version }),
      kind: sub.kind,
      verbs: [...sub.verbs],
    })),
  ];
};

/** /api/v1 or /apis/GROUP/v1. */
export const resourceList = (group: string): JsonObject | undefined => {
  if (group && !groupNames.includes(group)) return undefined;
  return {
    kind: 'APIResourceList',
    ...(group && { apiVersion: 'v1' }),
    groupVersion: apiVersionOf({ group, version: 'v1' }),
    resources: [
      ...inGroup(group).flatMap(entriesOf),
      ...virtual
        .filter((each) => each.group === group)
        .map(({ kind, plural, namespaced = false, shortNames }) => ({
          name: plural,
          singularName: kind.toLowerCase(),
          namespaced,
          kind,
          verbs: ['create'],
          ...(shortNames && { shortNames: [...shortNames] }),
        })),
    ],
  };
};

const groupOf = (group: string): JsonObject => ({
  name: group,
  versions: [{ groupVersion: `${group}/v1`, version: 'v1' }],
  preferredVersion: { groupVersion: `${group}/v1`, version: 'v1' },
});

export const apiVersions = (address: string): JsonObject => ({
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
});

export const groupList = (): JsonObject => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: groupNames.map(groupOf),
});

export const groupInfo = (group: string): JsonObject | undefined =>
  groupNames.includes(group) ? { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) } : undefined;

const aggregatedResource = (each: ApiKind): JsonObject => {
  const { plural, group, version, kind, namespaced, singular } = each.resource;
  const subresources = subresourcesOf(each).map((sub) => ({
    subresource: sub.name,
    responseKind: { group: sub.group, version: sub.version, kind: sub.kind },
    verbs: [...sub.verbs],
  }));
  return {
    resource: plural,
    responseKind: { group, version, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs: [...verbs],
    ...shortcutsOf(each.resource),
    ...(subresources.length > 0 && { subresources }),
  };
};

const aggregatedGroup = (group: string): JsonObject => ({
  metadata: { ...(group && { name: group }), creationTimestamp: null },
  versions: [
    {
      version: 'v1',
      freshness: 'Current',
      resources: [
        ...inGroup(group).map(aggregatedResource),
        ...virtual
          .filter((each) => each.group === group)
          .map(({ kind, plural, namespaced, shortNames }) => ({
            resource: plural,
            responseKind: { group, version: 'v1', kind },
            scope: namespaced ? 'Namespaced' : 'Cluster',
            singularResource: kind.toLowerCase(),
            verbs: ['create'],
            ...(shortNames && { shortNames: [...shortNames] }),
          })),
      ],
    },
  ],
});

export const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** All groups in one answer: /api holds the core group, /apis the others. */
export const aggregated = (core: boolean): JsonObject => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2',
  metadata: {},
  items: (core ? [''] : groupNames).map(aggregatedGroup),
});
