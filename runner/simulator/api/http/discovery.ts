import type { JsonObject } from '../../../core/json.ts';
import { release } from '../../release.ts';
import { apiVersionOf, type Resource, resources, verbs } from '../resources.ts';

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

interface Subresource {
  name: string;
  kind: string;
  group: string;
  version: string;
  verbs: readonly string[];
}

const kindsOfSubresources: Record<string, Omit<Subresource, 'name'>> = {
  scale: { kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: ['get', 'patch', 'update'] },
  eviction: { kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
  binding: { kind: 'Binding', group: '', version: 'v1', verbs: ['create'] },
  token: { kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'] },
  exec: { kind: 'PodExecOptions', group: '', version: 'v1', verbs: ['create', 'get'] },
  attach: { kind: 'PodAttachOptions', group: '', version: 'v1', verbs: ['create', 'get'] },
  portforward: { kind: 'PodPortForwardOptions', group: '', version: 'v1', verbs: ['create', 'get'] },
};

const proxyVerbs = ['create', 'delete', 'get', 'patch', 'update'];

const subresourcesOf = ({ kind, group, version, subresources }: Resource): Subresource[] =>
  subresources.map((name) => {
    const own = kindsOfSubresources[name];
    if (own) return { name, ...own };
    if (name === 'proxy') return { name, kind: `${kind}ProxyOptions`, group, version, verbs: proxyVerbs };
    return { name, kind, group, version, verbs: name === 'log' ? ['get'] : ['get', 'patch', 'update'] };
  });

interface Review {
  group: string;
  kind: string;
  plural: string;
  shortNames?: readonly string[];
  namespaced?: boolean;
}

/** Kinds that are not stored: reviews answer a POST, and CustomResourceDefinitions are refused with a sentence. */
const reviews: readonly Review[] = [
  {
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
    plural: 'customresourcedefinitions',
    shortNames: ['crd', 'crds'],
  },
  { group: 'authentication.k8s.io', kind: 'SelfSubjectReview', plural: 'selfsubjectreviews' },
  { group: 'authentication.k8s.io', kind: 'TokenReview', plural: 'tokenreviews' },
  {
    group: 'authorization.k8s.io',
    kind: 'LocalSubjectAccessReview',
    plural: 'localsubjectaccessreviews',
    namespaced: true,
  },
  { group: 'authorization.k8s.io', kind: 'SelfSubjectAccessReview', plural: 'selfsubjectaccessreviews' },
  { group: 'authorization.k8s.io', kind: 'SelfSubjectRulesReview', plural: 'selfsubjectrulesreviews' },
  { group: 'authorization.k8s.io', kind: 'SubjectAccessReview', plural: 'subjectaccessreviews' },
];

const groupNames = [...new Set([...resources.map(({ group }) => group), ...reviews.map(({ group }) => group)])].filter(
  Boolean,
);

const inGroup = (group: string): Resource[] => resources.filter((each) => each.group === group);

/** /api/v1 or /apis/GROUP/v1. */
export const resourceList = (group: string): JsonObject | undefined => {
  if (group && !groupNames.includes(group)) return undefined;
  return {
    kind: 'APIResourceList',
    ...(group && { apiVersion: 'v1' }),
    groupVersion: apiVersionOf({ group, version: 'v1' }),
    resources: [
      ...inGroup(group).flatMap((each): JsonObject[] => [
        {
          name: each.plural,
          singularName: each.singular,
          namespaced: each.namespaced,
          kind: each.kind,
          verbs: [...verbs],
          ...(each.shortNames.length > 0 && { shortNames: [...each.shortNames] }),
          ...(each.categories.length > 0 && { categories: [...each.categories] }),
        },
        ...subresourcesOf(each).map((sub) => ({
          name: `${each.plural}/${sub.name}`,
          singularName: '',
          namespaced: each.namespaced,
          ...(sub.group !== group && { group: sub.group, version: sub.version }),
          kind: sub.kind,
          verbs: [...sub.verbs],
        })),
      ]),
      ...reviews
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

const aggregatedResource = (each: Resource): JsonObject => ({
  resource: each.plural,
  responseKind: { group: each.group, version: each.version, kind: each.kind },
  scope: each.namespaced ? 'Namespaced' : 'Cluster',
  singularResource: each.singular,
  verbs: [...verbs],
  ...(each.shortNames.length > 0 && { shortNames: [...each.shortNames] }),
  ...(each.categories.length > 0 && { categories: [...each.categories] }),
  ...(each.subresources.length > 0 && {
    subresources: subresourcesOf(each).map((sub) => ({
      subresource: sub.name,
      responseKind: { group: sub.group, version: sub.version, kind: sub.kind },
      verbs: [...sub.verbs],
    })),
  }),
});

const aggregatedGroup = (group: string): JsonObject => ({
  metadata: { ...(group && { name: group }), creationTimestamp: null },
  versions: [
    {
      version: 'v1',
      freshness: 'Current',
      resources: [
        ...inGroup(group).map(aggregatedResource),
        ...reviews
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
