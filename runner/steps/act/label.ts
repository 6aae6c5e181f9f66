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

/** Sets and removes labels of existing objects. */
export const label = defineStep<LabelSpec>({
  key: 'label',
  group: 'act',
  summary: 'The objects have the labels.',
  description: `
Sets labels of one object, or of all objects with a label. The value null removes a label. If a running pod loses a label that a
Service selects, it stops being an endpoint of the Service without a restart, and becomes one again when the label is back
([labels and selectors](https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/)). An object outside the
scenario's namespace, such as a node, is restored when the scenario ends.
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
    'The objects, and their labels.',
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

/** In the notation of kubectl label: key=value sets a label, key- removes it. */
const changes = (labels: LabelSpec['labels']): string[] =>
  Object.entries(labels).map(([key, value]) => (value === null ? `${key}-` : `${key}=${value}`));
