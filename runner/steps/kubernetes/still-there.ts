import type { KubernetesObject } from '../../cluster/cluster.ts';
import { objectTitle } from './selection.ts';

const finalizersOf = ({ metadata }: KubernetesObject): string[] =>
  Array.isArray(metadata['finalizers']) ? metadata['finalizers'].map(String) : [];

/**
 * What an object that should be gone is waiting for: "pod/kubia-1: being deleted since …, held by the finalizers …".
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/
 */
export const whyStillThere = (object: KubernetesObject): string => {
  const since = object.metadata['deletionTimestamp'];
  const finalizers = finalizersOf(object);
  if (typeof since !== 'string') return `${objectTitle(object)}: nobody has deleted it`;
  const held = finalizers.length > 0 ? `, held by the finalizers ${finalizers.join(', ')}` : '';
  return `${objectTitle(object)}: being deleted since ${since}${held}`;
};

/** What to do about objects that are on their way out. */
export const hintForLingering = (objects: readonly KubernetesObject[]): string | undefined => {
  const leaving = objects.filter(({ metadata }) => metadata['deletionTimestamp'] !== undefined);
  if (leaving.some((each) => finalizersOf(each).length > 0)) return 'Whoever set the finalizer must remove it first.';
  if (leaving.some(({ kind }) => kind === 'Pod'))
    return 'A pod goes only when its containers have ended; `grace: 0` of delete removes it at once.';
  return undefined;
};
