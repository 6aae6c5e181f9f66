import type { KubernetesObject } from '../../cluster/cluster.ts';
import { formatDuration } from '../../core/duration.ts';
import type { Finding } from '../../core/result.ts';
import { choice, integer, object, optional, withDefault } from '../../core/shape.ts';
import { commandLine } from '../../probe/command-line.ts';
import { failed, passed, type Seen, type Unmet } from '../finding.ts';
import { orRefused } from '../kubernetes/refusal.ts';
import {
  findObjects,
  kubectlWords,
  notFound,
  objectTitle,
  oneSelection,
  queryOf,
  referenceTo,
  type Selection,
  select,
  selectionFields,
  titleOf,
} from '../kubernetes/selection.ts';
import { stillThere } from '../kubernetes/still-there.ts';
import { recreateLater } from '../kubernetes/undo.ts';
import { defineStep, type StepContext } from '../step.ts';

export interface DeleteSpec extends Selection {
  grace?: number;
  missing: 'fails' | 'ok';
}

/** Deletes objects and waits until they no longer exist. */
export const deleteObjects = defineStep<DeleteSpec>({
  key: 'delete',
  group: 'act',
  summary: 'The objects are deleted and no longer exist.',
  description: `
Deletes one object by name, or all objects with some labels, and waits until they no longer exist. A pod exists until its
containers have terminated, which by default may take 30 seconds. If a controller creates an object of the same name
meanwhile, that is another object. An object outside the scenario's namespaces that is older than the scenario is created
anew when the scenario ends, unless it is a node, a namespace or a pod, or has an owner.
`.trim(),
  shape: object(
    {
      ...selectionFields,
      grace: optional(integer('The grace period of pods in seconds. 0 removes a pod at once.', { minimum: 0 })),
      missing: withDefault(choice(['fails', 'ok'], 'Whether the step fails if there is nothing to delete.'), 'fails'),
    },
    'The objects to delete.',
    oneSelection,
  ),
  shorthand: 'kind',
  example: '{ kind: Service, name: kubia }',
  within: 90_000,
  watches: (spec, { namespace }) => [queryOf(select(spec, namespace))],
  describe: (spec) => `delete ${titleOf(spec)}`,
  run: async (spec, context) => {
    const selected = select(spec, context.namespace);
    const reproduce = commandLine([
      'kubectl',
      'delete',
      ...kubectlWords(selected),
      ...(spec.grace === undefined ? [] : [`--grace-period=${spec.grace}`, ...(spec.grace === 0 ? ['--force'] : [])]),
    ]);
    const seen = { expected: `${titleOf(spec)} is deleted`, reproduce };
    const deletion = deletionIn(context);
    const present = await findObjects(selected, context);
    if (!deletion.started) {
      if (present.length === 0 && spec.missing === 'fails')
        return nothingThere(await notFound(selected, context), seen);
      if (present.length === 0) return passed({ ...seen, actual: 'there were no objects to delete' });
      const refusal = await deleteAll(present, spec, context, seen);
      if (refusal) return refusal;
      deletion.started = true;
      deletion.uids = new Set(present.map(uidOf));
      deletion.names = present.map(objectTitle);
    }
    const left = (await findObjects(selected, context)).filter((each) => deletion.uids.has(uidOf(each)));
    const took = formatDuration(context.clock.now() - deletion.since);
    if (left.length > 0) return stillThere(left, `${took} after the deletion`, seen);
    return passed({
      ...seen,
      actual: `${deletion.names.join(', ')} no longer there after ${took}`,
      observation: { deleted: deletion.names },
    });
  },
});

/** The finding is final: an object that does not exist is a mistake in the scenario, and waiting does not help. */
const nothingThere = ({ reason, message }: Unmet, seen: Omit<Seen, 'actual'>): Finding =>
  failed(reason.code, message, { ...seen, actual: message, final: true }, reason.hint);

interface Deletion {
  started: boolean;
  since: number;
  uids: Set<string>;
  names: string[];
}

const deletionIn = ({ memory, clock }: StepContext): Deletion => {
  const known = memory.get('deletion') as Deletion | undefined;
  const deletion = known ?? { started: false, since: clock.now(), uids: new Set(), names: [] };
  memory.set('deletion', deletion);
  return deletion;
};

const uidOf = ({ metadata }: KubernetesObject): string => metadata.uid ?? metadata.name;

const deleteAll = async (
  objects: readonly KubernetesObject[],
  { grace }: DeleteSpec,
  context: StepContext,
  seen: Omit<Seen, 'actual'>,
): Promise<Finding | undefined> => {
  const { cluster, signal } = context;
  const options = { signal, ...(grace !== undefined && { graceSeconds: grace }) };
  for (const each of objects) {
    await recreateLater(each, context);
    const deletion = cluster.api.delete(referenceTo(each), options);
    const answer = await orRefused(deletion, `Deleting ${objectTitle(each)}`, seen);
    if ('refusal' in answer) return answer.refusal;
  }
  return undefined;
};
