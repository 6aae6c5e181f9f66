import { isObject, type JsonObject } from '../../../core/json.ts';
import type { Meta, Unstructured } from '../../objects/metadata.ts';
import { shapeOf } from '../schema/schema.ts';
import { changedFields, existing, type FieldTree, isEmpty, union, without } from './fields.ts';

export interface Manager {
  name: string;
  operation: 'Apply' | 'Update';
  subresource: string;
}

export interface Entry extends Manager {
  apiVersion: string;
  time: string;
  fields: FieldTree;
}

/** Fields that the server keeps; they have no manager. */
const serverOwned: FieldTree = {
  'f:apiVersion': {},
  'f:kind': {},
  'f:metadata': {
    'f:name': {},
    'f:namespace': {},
    'f:uid': {},
    'f:resourceVersion': {},
    'f:creationTimestamp': {},
    'f:generation': {},
    'f:managedFields': {},
    'f:deletionTimestamp': {},
    'f:deletionGracePeriodSeconds': {},
    'f:generateName': {},
    'f:selfLink': {},
  },
};

export const manageable = (tree: FieldTree): FieldTree => without(tree, serverOwned);

export const entriesOf = (object: Unstructured | undefined): Entry[] =>
  ((object?.metadata as Meta | undefined)?.managedFields ?? []).map((each) => ({
    name: String(each['manager'] ?? ''),
    operation: each['operation'] === 'Apply' ? 'Apply' : 'Update',
    subresource: String(each['subresource'] ?? ''),
    apiVersion: String(each['apiVersion'] ?? ''),
    time: String(each['time'] ?? ''),
    fields: isObject(each['fieldsV1']) ? (each['fieldsV1'] as FieldTree) : {},
  }));

export const isManager = (entry: Manager, manager: Manager): boolean =>
  entry.name === manager.name && entry.operation === manager.operation && entry.subresource === manager.subresource;

export const toManagedFields = (entries: readonly Entry[]): JsonObject[] =>
  entries
    .filter((each) => !isEmpty(each.fields))
    .map((each) => ({
      manager: each.name,
      operation: each.operation,
      apiVersion: each.apiVersion,
      time: each.time,
      fieldsType: 'FieldsV1',
      fieldsV1: each.fields,
      ...(each.subresource && { subresource: each.subresource }),
    }));

/** managedFields after a create, update or patch: the writer alone owns the changed fields. */
export const trackUpdate = (
  previous: Unstructured | undefined,
  next: JsonObject,
  schema: JsonObject,
  writer: Manager & { time: string },
): JsonObject[] => {
  const shape = shapeOf(schema);
  const changed = manageable(changedFields(previous, next, shape) ?? {});
  const entries = entriesOf(previous);
  const mine = entries.find((each) => isManager(each, writer));
  const others = entries
    .filter((each) => each !== mine)
    .map((each) => ({ ...each, fields: existing(without(each.fields, changed), next, shape) }));
  if (isEmpty(changed) && !mine) return toManagedFields(others);
  const fields = existing(union(mine?.fields ?? {}, changed), next, shape);
  const apiVersion = String(next['apiVersion']);
  return toManagedFields([
    ...others,
    { ...writer, apiVersion, time: isEmpty(changed) && mine ? mine.time : writer.time, fields },
  ]);
};
