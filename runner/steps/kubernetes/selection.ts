import type { KubernetesObject, ObjectQuery, ObjectReference } from '../../cluster/cluster.ts';
import type { JsonObject } from '../../core/json.ts';
import { labelsText } from '../../core/labels.ts';
import { nearest } from '../../core/nearest.ts';
import { either, map, optional, type Shape, string } from '../../core/shape.ts';
import { capitalize, firstOf } from '../../core/words.ts';
import { Unmet } from '../finding.ts';
import type { StepContext } from '../step.ts';
import { resolveKind } from './kinds.ts';

/** The keys by which a body names objects. */
export interface Selection {
  kind: string;
  name?: string;
  labels?: Record<string, string> | string;
  apiVersion?: string;
  namespace?: string;
}

/** Keys for `object(…)`; pair them with `oneSelection` as its third argument. */
export const selectionFields = {
  kind: string('The kind, as kubectl takes it (Service, svc), or with the name: service/kubia, pod/app=kubia.'),
  name: optional(string('The name of one object.')),
  labels: optional(
    either(
      map(string('The value.', { minLength: 0 }), 'Labels that the objects have.'),
      string('A label selector, such as app=kubia,tier!=db.'),
      'Instead of a name: all objects with these labels, as a mapping or as the text of a selector.',
    ),
  ),
  apiVersion: optional(string('Needed for kinds outside Kubernetes itself.')),
  namespace: optional(string("By default the scenario's own.")),
} satisfies Record<string, Shape<unknown>>;

/** A name, labels, or both in the kind: exactly one. */
export const oneSelection: JsonObject = {
  oneOf: [{ required: ['name'] }, { required: ['labels'] }, { properties: { kind: { pattern: '/' } } }],
};

/** A selection after its texts are read: one object or a set. */
export interface Selected {
  apiVersion: string;
  kind: string;
  namespace: string;
  name?: string;
  labelSelector?: string;
}

/** `service/kubia` and `pod/app=kubia` as a selection. */
export const readObjectText = (text: string): Selection => {
  const slash = text.indexOf('/');
  if (slash < 0) return { kind: text };
  const [kind, rest] = [text.slice(0, slash), text.slice(slash + 1)];
  return rest.includes('=') ? { kind, labels: rest } : { kind, name: rest };
};

export const select = (selection: Selection, scenarioNamespace: string): Selected => {
  const { kind: text, name, labels } = { ...selection, ...readObjectText(selection.kind) };
  return {
    ...resolveKind(text, selection.apiVersion),
    namespace: selection.namespace ?? scenarioNamespace,
    ...(name !== undefined && { name }),
    ...(labels !== undefined && { labelSelector: typeof labels === 'string' ? labels : labelsText(labels) }),
  };
};

/** `service kubia`, `pods with app=kubia`: for sentences. */
export const titleOf = (selection: Selection): string => {
  const { kind, name, labels } = { ...selection, ...readObjectText(selection.kind) };
  const word = kind.toLowerCase();
  if (name !== undefined) return `${word} ${name}`;
  return `${word.endsWith('s') ? word : `${word}s`} with ${typeof labels === 'string' ? labels : labelsText(labels ?? {})}`;
};

/** `pod/kubia-x`, as kubectl prints objects. */
export const objectTitle = ({ kind, metadata }: KubernetesObject): string => `${kind.toLowerCase()}/${metadata.name}`;

/** The object as kubectl shows it: who owns which field is left out. */
export const withoutManagedFields = (object: KubernetesObject): KubernetesObject => {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: metadata as KubernetesObject['metadata'] };
};

/** The words that name the selection to kubectl. */
export const kubectlWords = ({ kind, name, labelSelector, namespace }: Selected): string[] => [
  ...(name !== undefined ? [`${kind.toLowerCase()}/${name}`] : [kind.toLowerCase(), '-l', labelSelector ?? '']),
  '-n',
  namespace,
];

/** What to watch so that a change of the selection is seen. */
export const queryOf = ({ apiVersion, kind, namespace, name, labelSelector }: Selected): ObjectQuery => ({
  apiVersion,
  kind,
  namespace,
  ...(name !== undefined && { fieldSelector: `metadata.name=${name}` }),
  ...(labelSelector !== undefined && { labelSelector }),
});

/** The objects that the selection names now; none is an empty list. */
export const findObjects = async (
  { apiVersion, kind, namespace, name, labelSelector }: Selected,
  { cluster, signal }: Pick<StepContext, 'cluster' | 'signal'>,
): Promise<KubernetesObject[]> => {
  if (name !== undefined) {
    const found = await cluster.api.get({ apiVersion, kind, name, namespace }, signal);
    return found ? [found] : [];
  }
  const query = { apiVersion, kind, namespace, ...(labelSelector !== undefined && { labelSelector }) };
  const { items } = await cluster.api.list(query, signal);
  // A list's items do not repeat what the list says of all: https://kubernetes.io/docs/reference/using-api/api-concepts/#collections
  return items.map((each) => ({ ...each, apiVersion: each.apiVersion ?? apiVersion, kind: each.kind ?? kind }));
};

export const referenceTo = ({ apiVersion, kind, metadata }: KubernetesObject): ObjectReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
});

/** Throws the `Unmet` (not-found) that says what there is instead. */
export const notFound = async (selected: Selected, context: StepContext): Promise<Unmet> => {
  const { apiVersion, kind, namespace, name, labelSelector } = selected;
  const { api } = context.cluster;
  const { items } = await api.list({ apiVersion, kind, namespace }, context.signal);
  const place = (await api.isNamespaced(apiVersion, kind)) === false ? 'the cluster' : `namespace ${namespace}`;
  const names = items.map((each) => each.metadata.name).sort();
  const what = name !== undefined ? `There is no ${kind} ${name}` : `No ${kind} has the labels ${labelSelector}`;
  const near = name !== undefined ? nearest(name, names) : undefined;
  const present = names.length > 0 ? firstOf(names, 10) : `no ${kind} at all`;
  const hint = near !== undefined ? `Did you mean ${near}?` : `${capitalize(place)} has ${present}.`;
  return new Unmet('not-found', `${what} in ${place}.`, hint);
};
