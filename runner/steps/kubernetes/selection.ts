import type { KubernetesObject, ObjectQuery, ObjectReference } from '../../cluster/cluster.ts';
import type { JsonObject } from '../../core/json.ts';
import { labelsText } from '../../core/labels.ts';
import { nearest } from '../../core/nearest.ts';
import { either, map, optional, type Shape, string } from '../../core/shape.ts';
import { capitalize, firstOf } from '../../core/words.ts';
import { Unmet } from '../finding.ts';
import type { StepContext } from '../step.ts';
import { resolveKind } from './kinds.ts';

/** The keys of a body that select objects. */
export interface Selection {
  kind: string;
  name?: string;
  labels?: Record<string, string> | string;
  apiVersion?: string;
  namespace?: string;
}

/** Keys for `object(…)`. Use them together with `oneSelection` as its third argument. */
export const selectionFields = {
  kind: string('A kind as for kubectl (Service, svc), alone or with a name or a label: service/kubia, pod/app=kubia.'),
  name: optional(string('The name of one object.')),
  labels: optional(
    either(
      map(string('The value.', { minLength: 0 }), 'The labels of the objects.'),
      string('A label selector, such as app=kubia,tier!=db.'),
      'Selects all objects with these labels, in place of a name. Either a mapping, or a label selector such as app=kubia.',
    ),
  ),
  apiVersion: optional(string('The apiVersion of the kind. Required for custom resources.')),
  namespace: optional(string("The namespace of the objects. Default: the scenario's.")),
} satisfies Record<string, Shape<unknown>>;

/** Exactly one of: a name, labels, or a kind with either of them. */
export const oneSelection: JsonObject = {
  oneOf: [{ required: ['name'] }, { required: ['labels'] }, { properties: { kind: { pattern: '/' } } }],
};

/** A selection with its kind resolved: one object, or a set of objects. */
export interface Selected {
  apiVersion: string;
  kind: string;
  namespace: string;
  name?: string;
  labelSelector?: string;
}

/** Parses `service/kubia` or `pod/app=kubia`. */
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

/** `service kubia`, `pods with app=kubia`: a selection in a sentence. */
export const titleOf = (selection: Selection): string => {
  const { kind, name, labels } = { ...selection, ...readObjectText(selection.kind) };
  const word = kind.toLowerCase();
  if (name !== undefined) return `${word} ${name}`;
  return `${word.endsWith('s') ? word : `${word}s`} with ${typeof labels === 'string' ? labels : labelsText(labels ?? {})}`;
};

/** `pod/kubia-x`: an object as kubectl prints it. */
export const objectTitle = ({ kind, metadata }: KubernetesObject): string => `${kind.toLowerCase()}/${metadata.name}`;

/** The object as `kubectl get -o yaml` prints it, without managedFields. */
export const withoutManagedFields = (object: KubernetesObject): KubernetesObject => {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: metadata as KubernetesObject['metadata'] };
};

/** The arguments that select the same objects for kubectl. */
export const kubectlWords = ({ kind, name, labelSelector, namespace }: Selected): string[] => [
  ...(name !== undefined ? [`${kind.toLowerCase()}/${name}`] : [kind.toLowerCase(), '-l', labelSelector ?? '']),
  '-n',
  namespace,
];

/** A query that watches the selected objects. */
export const queryOf = ({ apiVersion, kind, namespace, name, labelSelector }: Selected): ObjectQuery => ({
  apiVersion,
  kind,
  namespace,
  ...(name !== undefined && { fieldSelector: `metadata.name=${name}` }),
  ...(labelSelector !== undefined && { labelSelector }),
});

/** The selected objects that exist now. */
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
  // The items of a list have no apiVersion and kind of their own:
  // https://kubernetes.io/docs/reference/using-api/api-concepts/#collections
  return items.map((each) => ({ ...each, apiVersion: each.apiVersion ?? apiVersion, kind: each.kind ?? kind }));
};

export const referenceTo = ({ apiVersion, kind, metadata }: KubernetesObject): ObjectReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
});

/** An `Unmet` (not-found) whose hint lists the objects that exist. */
export const notFound = async (selected: Selected, context: StepContext): Promise<Unmet> => {
  const { apiVersion, kind, namespace, name, labelSelector } = selected;
  const { api } = context.cluster;
  const { items } = await api.list({ apiVersion, kind, namespace }, context.signal);
  const place = (await api.isNamespaced(apiVersion, kind)) === false ? 'the cluster' : `namespace ${namespace}`;
  const names = items.map((each) => each.metadata.name).sort();
  const what =
    name !== undefined ? `There is no ${kind} ${name}` : `No ${kind} matches the label selector ${labelSelector}`;
  const near = name !== undefined ? nearest(name, names) : undefined;
  const present = names.length > 0 ? firstOf(names, 10) : `no ${kind} at all`;
  const hint = near !== undefined ? `Did you mean ${near}?` : `${capitalize(place)} has ${present}.`;
  return new Unmet('not-found', `${what} in ${place}.`, hint);
};
