import type { JsonObject } from '../../../core/json.ts';
import { release } from '../../release.ts';
import { kinds } from '../kinds/index.ts';
import { apiVersionOf, clusterScoped, namespaced, type Resource, verbs } from '../resources.ts';
import { unsimulated } from '../unsimulated.ts';
import { reviews } from './reviews.ts';

/** The kinds as clients discover them: https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api */

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

export interface NamedSubresource {
  name: string;
  kind: string;
  group: string;
  version: string;
  verbs: readonly string[];
}

/** A kind as discovery lists it. */
export interface Entry {
  resource: Resource;
  verbs: readonly string[];
  subresources: readonly NamedSubresource[];
}

const reviewResource = ({ group, kind, plural, ...review }: (typeof reviews)[number]): Resource =>
  (review.namespaced ? namespaced : clusterScoped)(`${group}/v1`, kind, plural);

/**
 * All kinds in the order of discovery. Those that are not simulated have no verbs: clients that list all kinds leave them out, and
 * clients that name one learn the reason from the error.
 */
export const entries: readonly Entry[] = [
  ...kinds.map(({ resource, subresources = {} }) => {
    const { kind, group, version } = resource;
    const named = Object.entries(subresources).map(([name, own]) => ({ name, kind, group, version, ...own }));
    return { resource, verbs, subresources: named };
  }),
  ...reviews.map((review) => ({ resource: reviewResource(review), verbs: ['create'], subresources: [] })),
  ...unsimulated.map((resource) => ({ resource, verbs: [], subresources: [] })),
];

const groupNames = [...new Set(entries.map(({ resource }) => resource.group))].filter(Boolean);

const versionsOf = (group: string): string[] => [
  ...new Set(entries.filter(({ resource }) => resource.group === group).map(({ resource }) => resource.version)),
];

const entriesOf = (group: string, version: string): Entry[] =>
  entries.filter(({ resource }) => resource.group === group && resource.version === version);

const shortcutsOf = ({ shortNames, categories }: Resource): JsonObject => ({
  ...(shortNames.length > 0 && { shortNames: [...shortNames] }),
  ...(categories.length > 0 && { categories: [...categories] }),
});

/** A kind and its subresources. */
const itemsOf = ({ resource, subresources, ...entry }: Entry): JsonObject[] => {
  const { plural, singular, namespaced: isNamespaced, kind, group } = resource;
  return [
    {
      name: plural,
      singularName: singular,
      namespaced: isNamespaced,
      kind,
      verbs: [...entry.verbs],
      ...shortcutsOf(resource),
    },
    ...subresources.map((sub) => ({
      name: `${plural}/${sub.name}`,
      singularName: '',
      namespaced: isNamespaced,
      ...(sub.group !== group && { group: sub.group, version: sub.version }),
      kind: sub.kind,
      verbs: [...sub.verbs],
    })),
  ];
};

/** /api/v1 or /apis/GROUP/VERSION. */
export const resourceList = (group: string, version: string): JsonObject | undefined => {
  const found = entriesOf(group, version);
  if (found.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    ...(group && { apiVersion: 'v1' }),
    groupVersion: apiVersionOf({ group, version }),
    resources: found.flatMap(itemsOf),
  };
};

const groupOf = (group: string): JsonObject => {
  const versions = versionsOf(group).map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions, ...(versions[0] && { preferredVersion: versions[0] }) };
};

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

const aggregatedResource = ({ resource, subresources, ...entry }: Entry): JsonObject => {
  const { plural, group, version, kind, singular } = resource;
  return {
    resource: plural,
    responseKind: { group, version, kind },
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs: [...entry.verbs],
    ...shortcutsOf(resource),
    ...(subresources.length > 0 && {
      subresources: subresources.map((sub) => ({
        subresource: sub.name,
        responseKind: { group: sub.group, version: sub.version, kind: sub.kind },
        verbs: [...sub.verbs],
      })),
    }),
  };
};

const aggregatedGroup = (group: string): JsonObject => ({
  metadata: { ...(group && { name: group }), creationTimestamp: null },
  versions: versionsOf(group).map((version) => ({
    version,
    freshness: 'Current',
    resources: entriesOf(group, version).map(aggregatedResource),
  })),
});

export const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** All groups in one answer: /api holds the core group, /apis the others. */
export const aggregated = (core: boolean): JsonObject => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2',
  metadata: {},
  items: (core ? [''] : groupNames).map(aggregatedGroup),
});
