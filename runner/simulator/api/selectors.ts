import { isObject, type JsonObject } from '../../core/json.ts';
import type { LabelSelector, Labels } from '../objects/objects.ts';
import { parseRequirements, type Requirement } from './label-selector.ts';
import { badRequest } from './status.ts';

export type Matcher = (labels: Labels | undefined) => boolean;

const meets =
  ({ key, operator, values }: Requirement): Matcher =>
  (labels) => {
    const value = labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (operator === 'exists') return value !== undefined;
    if (operator === 'absent') return value === undefined;
    if (operator === 'in') return value !== undefined && values.includes(value);
    if (operator === 'notin') return value === undefined || !values.includes(value);
    if (!/^[-+]?\d+$/.test(value ?? '')) return false;
    return operator === 'above' ? Number(value) > Number(values[0]) : Number(value) < Number(values[0]);
  };

const all =
  (requirements: readonly Requirement[]): Matcher =>
  (labels) =>
    requirements.every((each) => meets(each)(labels));

/** `app=kubia,tier in (a, b),!legacy`. An empty text selects everything. Refuses with 400 what it cannot read. */
export const parseLabelSelector = (text: string | undefined): Matcher => {
  if (!text?.trim()) return () => true;
  return all(parseRequirements(text));
};

/** A Service's or ReplicationController's selector: all pairs must be there. Empty or absent selects nothing. */
export const matchesPairs = (selector: Labels | undefined, labels: Labels | undefined): boolean => {
  const pairs = Object.entries(selector ?? {});
  return pairs.length > 0 && pairs.every(([name, value]) => labels?.[name] === value);
};

const operators: Record<string, Requirement['operator']> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: 'absent',
};

/** An apps/v1 selector. Undefined selects nothing, an empty one everything. */
export const matcherOf = (selector: LabelSelector | undefined): Matcher => {
  if (!selector) return () => false;
  const pairs = Object.entries(selector.matchLabels ?? {});
  return all([
    ...pairs.map(([name, value]): Requirement => ({ key: name, operator: 'in', values: [value] })),
    ...(selector.matchExpressions ?? []).map(
      (each): Requirement => ({
        key: each.key,
        operator: operators[each.operator] ?? 'exists',
        values: each.values ?? [],
      }),
    ),
  ]);
};

/** The text form, as `status.selector` of a Scale carries it. */
export const selectorText = (selector: LabelSelector | undefined): string =>
  [
    ...Object.entries(selector?.matchLabels ?? {}).map(([name, value]) => `${name}=${value}`),
    ...(selector?.matchExpressions ?? []).map((each) => {
      if (each.operator === 'Exists') return each.key;
      if (each.operator === 'DoesNotExist') return `!${each.key}`;
      return `${each.key} ${each.operator === 'In' ? 'in' : 'notin'} (${(each.values ?? []).toSorted().join(',')})`;
    }),
  ].join(',');

/** Fields that field selectors may name, beside metadata.name and metadata.namespace. */
const selectableFields: Record<string, readonly string[]> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  Service: ['spec.clusterIP', 'spec.type'],
  Node: ['spec.unschedulable'],
  Namespace: ['status.phase'],
  Secret: ['type'],
  Job: ['status.successful'],
  ReplicaSet: ['status.replicas'],
  ReplicationController: ['status.replicas'],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
};

const textAt = (object: JsonObject, path: string): string => {
  let value: unknown = object;
  for (const part of path.split('.')) value = isObject(value) ? value[part] : undefined;
  if (path === 'source' && isObject(value)) value = value['component'];
  return value === undefined || value === null
    ? /hostNetwork|unschedulable/.test(path)
      ? 'false'
      : ''
    : String(value);
};

/** `metadata.name=x,status.phase!=Running`. Refuses fields that the kind cannot be selected by. */
export const parseFieldSelector = (kind: string, text: string | undefined): ((object: JsonObject) => boolean) => {
  if (!text) return () => true;
  const terms = text.split(/(?<!\\),/).flatMap((term) => {
    if (term === '') return [];
    const match = /^(.*?)(!=|==|=)(.*)$/.exec(term);
    if (!match) throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, field = '', operator, value = ''] = match;
    if (!['metadata.name', 'metadata.namespace', ...(selectableFields[kind] ?? [])].includes(field))
      throw badRequest(`field label not supported: ${field}`);
    return [{ field, negative: operator === '!=', value: value.replaceAll(/\\(.)/g, '$1') }];
  });
  return (object) => terms.every(({ field, negative, value }) => (textAt(object, field) === value) !== negative);
};
