import type { KubernetesObject } from '../../cluster/cluster.ts';
import type { Finding } from '../../core/result.ts';
import { firstOf } from '../../core/words.ts';
import { isBeingDeleted } from '../../diagnosis/explain-pod.ts';
import { failed, type Seen } from '../finding.ts';
import { objectTitle } from './selection.ts';

/** Failed because objects still exist. `when` completes the sentence: "pod/kubia-1 still exists after 30.0s". */
export const stillThere = (
  objects: readonly KubernetesObject[],
  when: string,
  seen: Omit<Seen, 'actual' | 'evidence'>,
): Finding => {
  const names = objects.map(objectTitle);
  const lines = objects.slice(0, 10).map(whyStillThere);
  const verb = names.length === 1 ? 'exists' : 'exist';
  return failed(
    'still-there',
    `${firstOf(names, 3)} still ${verb} ${when}. ${lines[0]}.`,
    {
      ...seen,
      actual: `${names.join(', ')} still ${verb}`,
      evidence: [{ title: 'objects that still exist', text: lines.join('\n') }],
    },
    hintForLingering(objects),
  );
};

const finalizersOf = ({ metadata }: KubernetesObject): string[] =>
  Array.isArray(metadata['finalizers']) ? metadata['finalizers'].map(String) : [];

/**
 * Why an object still exists: "pod/kubia-1 is being deleted (deletionTimestamp …), and has the finalizers …".
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/
 */
const whyStillThere = (object: KubernetesObject): string => {
  const since = object.metadata['deletionTimestamp'];
  const finalizers = finalizersOf(object);
  if (typeof since !== 'string') return `${objectTitle(object)} has not been deleted`;
  const held = finalizers.length > 0 ? `, and has the finalizers ${finalizers.join(', ')}` : '';
  return `${objectTitle(object)} is being deleted (deletionTimestamp ${since})${held}`;
};

/** The remedy for objects that are being deleted. */
const hintForLingering = (objects: readonly KubernetesObject[]): string | undefined => {
  const leaving = objects.filter(isBeingDeleted);
  if (leaving.some((each) => finalizersOf(each).length > 0))
    return 'The controller that owns a finalizer must remove it first.';
  if (leaving.some(({ kind }) => kind === 'Pod'))
    return 'A pod exists until its containers have terminated; `grace: 0` of the step delete removes it at once.';
  return undefined;
};
