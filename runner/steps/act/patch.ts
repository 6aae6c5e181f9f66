import type { KubernetesObject, PatchType } from '../../cluster/cluster.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Finding } from '../../core/result.ts';
import {
  anyObject,
  choice,
  either,
  list,
  object,
  optional,
  type Shape,
  string,
  withDefault,
} from '../../core/shape.ts';
import { commandLine } from '../../probe/command-line.ts';
import { passed, type Seen, Unobservable } from '../finding.ts';
import { orRefused } from '../kubernetes/refusal.ts';
import {
  findObjects,
  kubectlWords,
  notFound,
  objectTitle,
  oneSelection,
  referenceTo,
  type Selection,
  select,
  selectionFields,
  titleOf,
  withoutManagedFields,
} from '../kubernetes/selection.ts';
import { show } from '../kubernetes/subset.ts';
import { restoreLater } from '../kubernetes/undo.ts';
import { defineStep, type StepContext } from '../step.ts';

export interface PatchSpec extends Selection {
  type: Exclude<PatchType, 'apply'>;
  patch: JsonObject | JsonObject[];
  subresource?: string;
}

const part: Shape<JsonObject> = { schema: { ...anyObject('Fields of the object.').schema, minProperties: 1 } };

/** Patches existing objects. */
export const patch = defineStep<PatchSpec>({
  key: 'patch',
  group: 'act',
  summary: 'The API server accepts the patch of the object.',
  description: `
Patches one object, or each object with some labels, like
[kubectl patch](https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/). A *strategic* patch
merges lists by their keys, such as a Service's ports by \`port\`. A *merge* patch replaces whole lists
([RFC 7386](https://www.rfc-editor.org/rfc/rfc7386)); custom resources accept only this one and *json*. A *json* patch is a list of
operations ([RFC 6902](https://www.rfc-editor.org/rfc/rfc6902)). The API server refuses fields that the kind does not have. The observation
has the patched object. An object outside the scenario's namespace is restored when the scenario ends.
`.trim(),
  shape: object(
    {
      ...selectionFields,
      type: withDefault(choice(['strategic', 'merge', 'json'], 'The type of the patch.'), 'strategic'),
      patch: either(
        part,
        list(anyObject('An operation: op, path, value.'), 'The operations of a patch of type json.'),
        'The patch: fields of the object, or the operations of a patch of type json.',
      ),
      subresource: optional(string('The subresource to patch, such as status or scale.')),
    },
    'The objects, and the patch.',
    oneSelection,
  ),
  example: `
kind: service/kubia
patch: { spec: { type: NodePort } }
`.trim(),
  within: 0,
  describe: (spec) => `patch ${titleOf(spec)} with ${show(spec.patch)}`,
  run: async (spec, context) => {
    assertForm(spec);
    const selected = select(spec, context.namespace);
    const seen = {
      expected: `the API server accepts the patch of ${titleOf(spec)}`,
      reproduce: commandLine([
        ...['kubectl', 'patch', ...kubectlWords(selected), `--type=${spec.type}`],
        ...(spec.subresource === undefined ? [] : [`--subresource=${spec.subresource}`]),
        ...['-p', JSON.stringify(spec.patch)],
      ]),
    };
    const done = patchedIn(context);
    const found = await findObjects(selected, context);
    if (found.length === 0) throw await notFound(selected, context);
    for (const each of found.filter((each) => !done.has(objectTitle(each)))) {
      const answer = await patchOne(each, spec, context, seen);
      if ('outcome' in answer) return answer;
      done.set(objectTitle(each), answer);
    }
    return report([...done.values()], seen);
  },
});

interface Patched {
  before: KubernetesObject;
  after: KubernetesObject;
  warnings: string[];
}

/** No object is patched twice: a second patch may have another effect, such as appending to a list again. */
const patchedIn = ({ memory }: StepContext): Map<string, Patched> => {
  const done = (memory.get('patched') as Map<string, Patched> | undefined) ?? new Map<string, Patched>();
  memory.set('patched', done);
  return done;
};

const assertForm = ({ type, patch }: PatchSpec): void => {
  if ((type === 'json') === Array.isArray(patch)) return;
  throw new Unobservable(
    'spec-invalid',
    type === 'json' ? 'A json patch is a list of operations.' : `A ${type} patch is a mapping of fields, not a list.`,
    type === 'json'
      ? 'Write patch: [{ op: replace, path: /spec/type, value: NodePort }].'
      : 'For a list, use type: json.',
  );
};

const patchOne = async (
  before: KubernetesObject,
  { type, patch, subresource }: PatchSpec,
  context: StepContext,
  seen: Omit<Seen, 'actual'>,
): Promise<Patched | Finding> => {
  const restoreFrom = restoreLater(before, context, subresource);
  const options = { signal: context.signal, ...(subresource !== undefined && { subresource }) };
  const write = context.cluster.api.patch(referenceTo(before), type, patch, options);
  const answer = await orRefused(write, `Patching ${objectTitle(before)}`, seen);
  if ('refusal' in answer) return answer.refusal;
  const { object, warnings } = answer.value;
  restoreFrom(object);
  return { before, after: object, warnings };
};

const report = (done: readonly Patched[], seen: Omit<Seen, 'actual'>): Finding => {
  const titles = done.map(({ before, after }) => {
    const isSame = before.metadata.resourceVersion === after.metadata.resourceVersion;
    return `${objectTitle(before)}${isSame ? ' (no change)' : ''}`;
  });
  const warnings = done.flatMap((each) => each.warnings);
  const objects = done.map(({ after }) => withoutManagedFields(after));
  return passed({
    ...seen,
    actual: `patched ${titles.join(', ')}${warnings.length > 0 ? ' with warnings' : ''}`,
    evidence: warnings.length > 0 ? [{ title: 'warnings', text: warnings.join('\n') }] : [],
    observation: {
      patched: done.map(({ before }) => objectTitle(before)),
      warnings,
      ...(objects.length === 1 ? { object: objects[0] } : { objects }),
    },
  });
};
