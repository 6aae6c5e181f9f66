import type { KubernetesObject } from '../../cluster/cluster.ts';
import { valueAt } from '../../core/json.ts';
import { Unmet } from '../finding.ts';
import type { StepContext } from '../step.ts';

/** The custom kinds and the namespaces that a batch of objects defines itself. */
export interface OwnKinds {
  /** Whether the object can only exist after another object of the batch. */
  needs(object: KubernetesObject): boolean;
  /** Whether a kind that the batch defines is namespaced. Undefined if the batch does not define the kind. */
  isNamespaced(apiVersion: string, kind: string): boolean | undefined;
}

export const readOwnKinds = (objects: readonly KubernetesObject[]): OwnKinds => {
  const namespaces = new Set(objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
  const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  const definitionOf = (apiVersion: string, kind: string): KubernetesObject | undefined =>
    definitions.find(
      (each) =>
        valueAt(each, ['spec', 'names', 'kind']) === kind &&
        valueAt(each, ['spec', 'group']) === apiVersion.split('/')[0],
    );
  return {
    needs: ({ apiVersion, kind, metadata }) =>
      namespaces.has(metadata.namespace ?? '') || definitionOf(apiVersion, kind) !== undefined,
    isNamespaced: (apiVersion, kind) => {
      const definition = definitionOf(apiVersion, kind);
      return definition && valueAt(definition, ['spec', 'scope']) === 'Namespaced';
    },
  };
};

/** kubectl's message for a kind that the API server does not serve (apimachinery, meta.NoKindMatchError). */
export const noMatches = ({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): string =>
  `no matches for kind "${kind}" in version "${apiVersion}"`;

/** The object with its own namespace or the scenario's, or without a namespace if its kind is cluster-scoped. */
export const placeObject = (object: KubernetesObject, namespaced: boolean, namespace: string): KubernetesObject => {
  const { namespace: own, ...rest } = object.metadata;
  return { ...object, metadata: namespaced ? { ...rest, namespace: own ?? namespace } : rest } as KubernetesObject;
};

/**
 * Sets the scenario's namespace on namespaced objects that have none, and removes the namespace of cluster-scoped ones.
 * Rejects with `Unmet` (request-refused) for a kind that the server does not serve, in kubectl's words.
 */
export const placeObjects = async (
  objects: readonly KubernetesObject[],
  { cluster, namespace }: StepContext,
): Promise<KubernetesObject[]> => {
  const own = readOwnKinds(objects);
  return Promise.all(
    objects.map(async (object) => {
      const { apiVersion, kind } = object;
      const namespaced = own.isNamespaced(apiVersion, kind) ?? (await cluster.api.isNamespaced(apiVersion, kind));
      if (namespaced !== undefined) return placeObject(object, namespaced, namespace);
      throw new Unmet(
        'request-refused',
        `The API server has ${noMatches(object)}.`,
        'Is the apiVersion from an older Kubernetes? `kubectl api-resources` lists the kinds that the API server serves.',
      );
    }),
  );
};
