import { isObject, isSameJson, type JsonObject, type JsonValue } from '../../../core/json.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import { fieldSchema, type Shape, shapeOf } from '../schema/schema.ts';
import { StatusError } from '../status.ts';
import {
  childrenOf,
  difference,
  existing,
  type FieldTree,
  fieldsOf,
  isEmpty,
  isGranular,
  itemStep,
  pathText,
  union,
  without,
} from './fields.ts';
import { type Entry, entriesOf, isManager, type Manager, manageable, toManagedFields } from './managed-fields.ts';

interface Conflict {
  manager: Entry;
  path: string;
}

/** The applied value laid over the live one. */
const mergeValues = (live: JsonValue | undefined, applied: JsonValue, shape: Shape): JsonValue => {
  if (isObject(applied) && isObject(live) && !shape.atomic) {
    const merged: JsonObject = { ...live };
    for (const [key, value] of Object.entries(applied))
      if (value !== undefined) merged[key] = mergeValues(merged[key], value, shapeOf(fieldSchema(shape, key) ?? {}));
    return merged;
  }
  if (!Array.isArray(applied) || !Array.isArray(live) || !shape.list || shape.list.type === 'atomic') return applied;
  const itemShape = shapeOf(shape.items ?? {});
  const pending = new Map(applied.map((each) => [itemStep(each, shape), each]));
  const merged = live.map((each) => {
    const step = itemStep(each, shape);
    const next = pending.get(step);
    pending.delete(step);
    return next === undefined ? each : mergeValues(each, next, itemShape);
  });
  return [...merged, ...pending.values()];
};

/** A value without the leaves of a tree. Containers that become empty go too. */
const prune = (value: JsonValue, gone: FieldTree, shape: Shape): JsonValue | undefined => {
  if (isEmpty(gone)) return undefined;
  if (Array.isArray(value)) {
    const itemShape = shapeOf(shape.items ?? {});
    const items = value.flatMap((each) => {
      const lost = gone[itemStep(each, shape)];
      if (!lost) return [each];
      if (isEmpty(lost) || lost['.']) return [];
      const rest = prune(each, lost, itemShape);
      return rest === undefined ? [] : [rest];
    });
    return items.length > 0 ? items : undefined;
  }
  if (!isObject(value)) return value;
  const rest: JsonObject = {};
  for (const [key, child] of Object.entries(value)) {
    const lost = gone[`f:${key}`];
    const kept = lost && child !== undefined ? prune(child, lost, shapeOf(fieldSchema(shape, key) ?? {})) : child;
    if (kept !== undefined) rest[key] = kept;
  }
  return Object.keys(rest).length > 0 ? rest : undefined;
};

/** An applied value, the live one below it, and the shape of both. */
interface Overlay {
  live: JsonValue | undefined;
  applied: JsonValue;
  shape: Shape;
}

/** Leaves that others own and whose live value differs from the applied one. */
const conflictsWith = (
  tree: FieldTree,
  { live, applied, shape }: Overlay,
  steps: readonly string[] = [],
): { path: string; steps: readonly string[] }[] => {
  const appliedChildren = childrenOf(applied, shape);
  const liveChildren = childrenOf(live, shape);
  return Object.entries(tree).flatMap(([step, child]) => {
    const next = appliedChildren.get(step);
    const current = liveChildren.get(step);
    if (!next || !current || step === '.') return [];
    const here = [...steps, step];
    // Setting an empty object or list that is merged changes nothing of another's.
    if (isGranular(next[0], next[1]))
      return conflictsWith(child, { live: current[0], applied: next[0], shape: next[1] }, here);
    return isSameJson(current[0], next[0]) ? [] : [{ path: pathText(here), steps: here }];
  });
};

const treeAt = (steps: readonly string[]): FieldTree =>
  steps.reduceRight<FieldTree>((inner, step) => ({ [step]: inner }), {});

/** An applier is known by its name, an updater by its version too. */
const printManager = ({ name, subresource, operation, apiVersion }: Entry): string =>
  [
    `"${name}"`,
    ...(subresource ? [`with subresource "${subresource}"`] : []),
    ...(operation === 'Update' ? [`using ${apiVersion}`] : []),
  ].join(' ');

const listConflicts = (conflicts: readonly Conflict[]): string => {
  const byManager = Map.groupBy(conflicts, ({ manager }) => printManager(manager));
  return [...byManager]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([who, list]) => [`conflicts with ${who}:`, ...list.map(({ path }) => `- ${path}`)])
    .join('\n');
};

const refuse = (conflicts: readonly Conflict[]): StatusError => {
  const causes = conflicts.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${printManager(manager)}`,
    field: path,
  }));
  const [first] = causes;
  const text =
    causes.length === 1 && first
      ? `1 conflict: ${first.message}: ${first.field}`
      : `${causes.length} conflicts: ${listConflicts(conflicts)}`;
  return new StatusError(409, 'Conflict', `Apply failed with ${text}`, { causes });
};

export interface ApplyRequest {
  live: Unstructured | undefined;
  applied: JsonObject;
  schema: JsonObject;
  manager: Manager;
  force: boolean;
  time: string;
}

/**
 * Server-side apply: merges, drops what the manager owned alone and no longer sets, and refuses what others own.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export const applyConfiguration = ({ live, applied, schema, manager, force, time }: ApplyRequest): JsonObject => {
  const shape = shapeOf(schema);
  const fields = manageable(fieldsOf(applied, shape));
  const entries = entriesOf(live);
  const mine = entries.find((each) => isManager(each, manager));
  const others = entries.filter((each) => each !== mine);
  const conflicts = others.flatMap((entry) =>
    conflictsWith(entry.fields, { live, applied, shape }).map((each) => ({ ...each, manager: entry })),
  );
  if (conflicts.length > 0 && !force) throw refuse(conflicts);
  const taken = conflicts.reduce<FieldTree>((tree, { steps }) => union(tree, treeAt(steps)), {});
  const shared = others.reduce<FieldTree>((tree, each) => union(tree, each.fields), {});
  const dropped = difference(difference(mine?.fields ?? {}, fields), shared);
  const kept = live && !isEmpty(dropped) ? (prune(live, dropped, shape) as JsonObject) : live;
  const merged = mergeValues(kept, applied, shape) as JsonObject;
  const managedFields = toManagedFields([
    ...others.map((each) => ({ ...each, fields: existing(without(each.fields, taken), merged, shape) })),
    // An apply that changes nothing must leave no trace, or it would be a change.
    {
      ...manager,
      apiVersion: String(applied['apiVersion']),
      time: mine && isSameJson(mine.fields, fields) ? mine.time : time,
      fields,
    },
  ]);
  const metadata = merged['metadata'] as JsonObject;
  return { ...merged, metadata: { ...withLastApplied(metadata, applied, manager), managedFields } };
};

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** As Go writes JSON: keys in the order of their bytes. */
const sorted = (value: JsonValue | undefined): JsonValue | undefined => {
  if (Array.isArray(value)) return value.map((each) => sorted(each) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, sorted(value[key])]),
  );
};

/**
 * kubectl may go back from server-side to client-side apply: where its annotation is, it keeps up with what kubectl applies.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#migration-between-client-side-and-server-side-apply
 */
const withLastApplied = (metadata: JsonObject, applied: JsonObject, { name }: Manager): JsonObject => {
  const annotations = isObject(metadata['annotations']) ? metadata['annotations'] : {};
  if (name !== 'kubectl' || !annotations[lastApplied]) return metadata;
  const { annotations: given, managedFields: _, ...others } = isObject(applied['metadata']) ? applied['metadata'] : {};
  const { [lastApplied]: __, ...rest } = isObject(given) ? given : {};
  const own = { ...others, ...(isObject(given) && Object.keys(rest).length > 0 && { annotations: rest }) };
  const text = `${JSON.stringify(sorted({ ...applied, metadata: own }))}\n`;
  return { ...metadata, annotations: { ...annotations, [lastApplied]: text } };
};
