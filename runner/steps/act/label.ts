import { either, map, object, type Shape, string } from '../../core/shape.ts';
import { commandLine } from '../../probe/command-line.ts';
import { passed } from '../finding.ts';
import { orRefused } from '../kubernetes/refusal.ts';
import {
  findObjects,
  kubectlWords,
  notFound,
  objectTitle,
  readObjectText,
  referenceTo,
  select,
} from '../kubernetes/selection.ts';
import { restoreLater } from '../kubernetes/undo.ts';
import { defineStep } from '../step.ts';

export interface LabelSpec {
  object: string;
  labels: Record<string, string | null>;
}

const nothing: Shape<null> = { schema: { type: 'null' } };

/** Sets and removes labels of objects that exist. */
export const label = defineStep<LabelSpec>({
  key: 'label',
  group: 'act',
  summary: 'The objects have the labels.',
  description: `
Sets labels of one object, or of all that a label selects; null removes a label. A running pod that loses a label which a
Service selects leaves that Service without a restart, and comes back with it
([labels and selectors](https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/)). What lives outside the
scenario's namespace, such as a node, becomes again what it was when the scenario ends.
`.trim(),
  shape: object(
    {
      object: string('KIND/NAME or KIND/LABEL=VALUE, such as pod/kubia-7nog1 or pod/app=kubia.', {
        pattern: '^[^/]+/.+$',
      }),
      labels: map(
        either(string('The value.', { minLength: 0 }), nothing, 'A value, or null to remove the label.'),
        'Labels to set or remove.',
      ),
    },
    'What to label, and how.',
  ),
  example: '{ object: pod/app=kubia, labels: { tier: web, app: null } }',
  within: 0,
  describe: ({ object, labels }) => `label ${object} ${changes(labels).join(' ')}`,
  run: async ({ object, labels }, context) => {
    const selected = select(readObjectText(object), context.namespace);
    const seen = {
      expected: `${object} has the labels ${changes(labels).join(' ')}`,
      reproduce: commandLine(['kubectl', 'label', '--overwrite', ...kubectlWords(selected), ...changes(labels)]),
    };
    const found = await findObjects(selected, context);
    if (found.length === 0) throw await notFound(selected, context);
    for (const each of found) {
      const restoreFrom = restoreLater(each, context);
      const patch = { metadata: { labels } };
      const write = context.cluster.api.patch(referenceTo(each), 'merge', patch, { signal: context.signal });
      const answer = await orRefused(write, `Labelling ${objectTitle(each)}`, seen);
      if ('refusal' in answer) return answer.refusal;
      restoreFrom(answer.value.object);
    }
    const names = found.map(objectTitle);
    return passed({ ...seen, actual: `labelled ${names.join(', ')}`, observation: { labelled: names } });
  },
});

/** As kubectl writes them: key=value, and key- for a label that goes. */
const changes = (labels: LabelSpec['labels']): string[] =>
  Object.entries(labels).map(([key, value]) => (value === null ? `${key}-` : `${key}=${value}`));
