import { isObject, isSameJson, type JsonObject, type JsonValue } from '../../../core/json.ts';
import { fieldSchema, type Shape, shapeOf } from '../schema/schema.ts';

/**
 * A set of fields in the form of FieldsV1: `f:NAME` a field, `k:{…}` an item of a keyed list, `v:VALUE` an item of a
 * set, `.` the item itself; an empty tree is a leaf. https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export interface FieldTree {
  [step: string]: FieldTree;
}

/** Whether server-side apply looks into a value of this type, or owns it as a whole. */
export const isGranular = (value: JsonValue | undefined, shape: Shape): boolean => {
  if (isObject(value)) return !shape.atomic && (shape.properties !== undefined || shape.type === 'object');
  return Array.isArray(value) && shape.list !== undefined && shape.list.type !== 'atomic';
};

/** The step that leads to an item of a keyed list; keys that are left out count with their default. */
export const itemStep = (item: JsonValue, shape: Shape): string => {
  if (shape.list?.type === 'set') return `v:${JSON.stringify(item)}`;
  const itemShape = shapeOf(shape.items ?? {});
  const keys = (shape.list?.keys ?? []).flatMap((key): [string, JsonValue][] => {
    const value = (isObject(item) ? item[key] : undefined) ?? fieldSchema(itemShape, key)?.['default'];
    return value === undefined ? [] : [[key, value]];
  });
  return `k:${JSON.stringify(Object.fromEntries(keys.sort(([a], [b]) => (a < b ? -1 : 1))))}`;
};

/** Children of a granular value by step. */
export const childrenOf = (value: JsonValue | undefined, shape: Shape): Map<string, [JsonValue, Shape]> => {
  const children = new Map<string, [JsonValue, Shape]>();
  if (!isGranular(value, shape)) return children;
  if (isObject(value))
    for (const [key, child] of Object.entries(value)) {
      if (child !== undefined) children.set(`f:${key}`, [child, shapeOf(fieldSchema(shape, key) ?? {})]);
    }
  else if (Array.isArray(value)) {
    const itemShape = shapeOf(shape.items ?? {});
    for (const item of value) children.set(itemStep(item, shape), [item, itemShape]);
  }
  return children;
};

/** All fields that a value sets. */
export const fieldsOf = (value: JsonValue | undefined, shape: Shape): FieldTree => {
  const tree: FieldTree = {};
  for (const [step, [child, childShape]] of childrenOf(value, shape)) {
    tree[step] = fieldsOf(child, childShape);
    if (step.startsWith('k:')) tree[step]['.'] = {};
  }
  return tree;
};

/**
 * Whether what is new is itself somebody's, beside what is in it: an item of a list, and a field that Go's zero value of the
 * object lacks.
 */
const isOwn = (step: string, child: JsonValue, childShape: Shape, parent: Shape): boolean =>
  step.startsWith('k:') ||
  (isGranular(child, childShape) && !childShape.embedded && !parent.required.includes(step.slice(2)));

/** The fields of `next` that `previous` lacks or that have another value there. */
export const changedFields = (
  previous: JsonValue | undefined,
  next: JsonValue | undefined,
  shape: Shape,
): FieldTree | undefined => {
  if (isSameJson(previous, next)) return undefined;
  if (!isGranular(next, shape) || (previous !== undefined && !isGranular(previous, shape))) return {};
  const before = childrenOf(previous, shape);
  const tree: FieldTree = {};
  for (const [step, [child, childShape]] of childrenOf(next, shape)) {
    const changed = changedFields(before.get(step)?.[0], child, childShape);
    if (!changed) continue;
    const isMarked = isOwn(step, child, childShape, shape) && (step.startsWith('k:') || !isEmpty(changed));
    if (isMarked && !before.has(step)) changed['.'] = {};
    tree[step] = changed;
  }
  if (previous === undefined) return tree;
  return Object.keys(tree).length > 0 ? tree : undefined;
};

export const isEmpty = (tree: FieldTree): boolean => Object.keys(tree).length === 0;

export const union = (one: FieldTree, other: FieldTree): FieldTree => {
  const joined = { ...one };
  for (const [step, child] of Object.entries(other)) joined[step] = union(joined[step] ?? {}, child);
  return joined;
};

/** `tree` without the leaves of `gone`. Branches that lose everything go too. */
export const without = (tree: FieldTree, gone: FieldTree): FieldTree => {
  const rest: FieldTree = {};
  for (const [step, child] of Object.entries(tree)) {
    const lost = gone[step];
    if (!lost) rest[step] = child;
    else if (!isEmpty(lost) && !isEmpty(child)) {
      const kept = without(child, lost);
      if (!isEmpty(kept)) rest[step] = kept;
    }
  }
  return rest;
};

/** The leaves of `tree` that `other` does not have. A leaf of `other` says nothing of what lies below it. */
export const difference = (tree: FieldTree, other: FieldTree): FieldTree => {
  const rest: FieldTree = {};
  for (const [step, child] of Object.entries(tree)) {
    if (isEmpty(child)) {
      if (!other[step]) rest[step] = child;
      continue;
    }
    const left = difference(child, other[step] ?? {});
    if (!isEmpty(left)) rest[step] = left;
  }
  return rest;
};

/** Keeps what exists in a value: fields that are gone have no owner any more. */
export const existing = (tree: FieldTree, value: JsonValue | undefined, shape: Shape): FieldTree => {
  const children = childrenOf(value, shape);
  const kept: FieldTree = {};
  for (const [step, child] of Object.entries(tree)) {
    const found = children.get(step);
    if (step === '.') kept[step] = child;
    else if (found) kept[step] = isEmpty(child) ? child : existing(child, found[0], found[1]);
  }
  return kept;
};

/** `.spec.ports[port=80,protocol="TCP"].targetPort`, as conflicts name a field. */
export const pathText = (steps: readonly string[]): string =>
  steps
    .map((step) => {
      if (step.startsWith('f:')) return `.${step.slice(2)}`;
      if (step.startsWith('v:')) return `[=${step.slice(2)}]`;
      const keys = JSON.parse(step.slice(2)) as JsonObject;
      return `[${Object.entries(keys)
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(',')}]`;
    })
    .join('');
