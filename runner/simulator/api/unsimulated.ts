import { reviews } from './http/reviews.ts';
import { kinds } from './kinds/index.ts';
import { apiVersionOf, clusterScoped, namespaced, type Resource } from './resources.ts';
import builtIn from './schema/resources.json' with { type: 'json' };

const keyOf = ({ group, version, plural }: Pick<Resource, 'group' | 'version' | 'plural'>): string =>
  `${group}/${version}/${plural}`;

const answered = new Set([
  ...kinds.map(({ resource }) => keyOf(resource)),
  ...reviews.map((review) => keyOf({ ...review, version: 'v1' })),
]);

/**
 * The kinds that every cluster of this release has by default, and this one has not: a limit of the simulation, and no fault
 * of who names one. `resources.json` is made from api/discovery of Kubernetes: npm run schema:kubernetes.
 */
export const unsimulated: readonly Resource[] = builtIn
  .filter((each) => !answered.has(keyOf(each)))
  .map(({ kind, plural, shortNames, ...each }) =>
    (each.namespaced ? namespaced : clusterScoped)(apiVersionOf(each), kind, plural, { shortNames }),
  );

const byPath = new Map(unsimulated.map((each) => [keyOf(each), each]));
const byKind = new Map(unsimulated.map((each) => [`${apiVersionOf(each)} ${each.kind}`, each]));

export const unsimulatedAt = (group: string, version: string, plural: string): Resource | undefined =>
  byPath.get(keyOf({ group, version, plural }));

/** Whether a real cluster has the kind, and this one does not. */
export const isUnsimulated = (apiVersion: string, kind: string): boolean => byKind.has(`${apiVersion} ${kind}`);
