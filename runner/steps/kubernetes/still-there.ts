import type { KubernetesObject } from '../../cluster/cluster.ts';
import type { Finding } from '../../core/result.ts';
import { firstOf } from '../../core/words.ts';
import { isBeingDeleted } from '../../diagnosis/explain-pod.ts';
import { failed, type Seen } from '../finding.ts';
import { objectTitle } from './selection.ts';

/** Objects that should be gone. `when` ends the sentence: "pod/kubia-1 is still there after 30.0s". */
export const stillThere = (
  objects: readonly KubernetesObject[],
  when: string,
  seen: Omit<Seen, 'actual' | 'evidence'>,
): Finding => {
  const names = objects.map(objectTitle);
  const lines = objects.slice(0, 10).map(whyStillThere);
  const verb = names.length === 1 ? 'is' : 'are';
  return failed(
    'still-there',
    `${firstOf(names, 3)} ${verb} still there ${when}. ${lines[0]}.`,
    {
      ...seen,
      actual: `still there: ${names.join(', ')}`,
      evidence: [{ title: 'objects that are still there', text: lines.join('\n') }],
    },
    hintForLingering(objects),
  );
};

const finalizersOf = ({ metadata }: KubernetesObject): string[] =>
  Array.isArray(metadata['finalizers']) ? metadata['finalizers'].map(String) : [];

/**
 * What an object that should be gone is waiting for: "pod/kubia-1: being deleted since …, held by the finalizers …".
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/
 */
const whyStillThere = (object: KubernetesObject): string => {
  const since = object.metadata['deletionTimestamp'];
  const finalizers = finalizersOf(object);
  if (typeof since !== 'string') return `${objectTitle(object)}: nobody has deleted it`;
  const held = finalizers.length > 0 ? `, held by the finalizers ${finalizers.join(', ')}` : '';
  return `${objectTitle(object)}: being deleted since ${since}${held}`;
};

/** What to do about objects that are on their way out. */
const hintForLingering = (objects: readonly KubernetesObject[]): string | undefined => {
  const leaving = objects.filter(isBeingDeleted);
  if (leaving.some((each) => finalizersOf(each).length > 0)) return 'Whoever set the finalizer must remove it first.';
  if (leaving.some(({ kind }) => kind === 'Pod'))
    return 'A pod goes only when its containers have ended; `grace: 0` of delete removes it at once.';
  return undefined;
};
