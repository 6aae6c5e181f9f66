import { isObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import { isSame } from '../objects.ts';
import { fieldSchema, type Shape, shapeOf } from '../schema/schema.ts';
import { badRequest } from '../status.ts';

const directive = '$patch';
const orderPrefix = '$setElementOrder/';
const deletePrefix = '$deleteFromPrimitiveList/';
const retainKeys = '$retainKeys';

const isDirective = (key: string): boolean =>
  key === directive || key === retainKeys || key.startsWith(orderPrefix) || key.startsWith(deletePrefix);

/** Puts items in the order that the patch asks for; items it does not name keep their place behind. */
const inOrder = (items: JsonValue[], order: readonly JsonValue[], mergeKey: string): JsonValue[] => {
  const keyOf = (item: JsonValue): JsonValue | undefined => (mergeKey && isObject(item) ? item[mergeKey] : item);
  const wanted = order.map(keyOf);
  const named = wanted.flatMap((key) => items.filter((item) => isSame(keyOf(item), key)));
  const rest = items.filter((item) => !wanted.some((key) => isSame(keyOf(item), key)));
  return [...new Set([...named, ...rest])];
};

const mergeItems = (live: readonly JsonValue[], patch: readonly JsonValue[], shape: Shape): JsonValue[] => {
  const mergeKey = shape.list?.mergeKey ?? '';
  const itemShape = shapeOf(shape.items ?? {});
  if (patch.some((each) => isObject(each) && each[directive] === 'replace'))
    return patch.filter((each) => !(isObject(each) && each[directive]));
  let items = [...live];
  for (const each of patch) {
    if (!isObject(each)) throw badRequest('unable to find api field: a list of objects is expected');
    const key = each[mergeKey];
    if (key === undefined)
      throw badRequest(`map: ${JSON.stringify(each)} does not contain declared merge key: ${mergeKey}`);
    const index = items.findIndex((item) => isObject(item) && isSame(item[mergeKey], key));
    if (each[directive] === 'delete') items = items.filter((item) => !(isObject(item) && isSame(item[mergeKey], key)));
    else if (index < 0) items.push(mergeObject({}, each, itemShape));
    else items[index] = mergeObject(items[index] as JsonObject, each, itemShape);
  }
  return items;
};

const mergeList = (live: JsonValue | undefined, patch: readonly JsonValue[], shape: Shape): JsonValue[] => {
  const current = Array.isArray(live) ? live : [];
  if (shape.list?.mergeKey === undefined) return [...patch];
  if (shape.list.mergeKey === '')
    return [...current, ...patch.filter((each) => !current.some((one) => isSame(one, each)))];
  return mergeItems(current, patch, shape);
};

const mergeField = (live: JsonValue | undefined, patch: JsonValue, schema: JsonObject | undefined): JsonValue => {
  const shape = shapeOf(schema ?? {});
  if (Array.isArray(patch)) return mergeList(live, patch, shape);
  if (!isObject(patch)) return patch;
  return mergeObject(isObject(live) ? live : {}, patch, shape);
};

const mergeObject = (live: JsonObject, patch: JsonObject, shape: Shape): JsonObject => {
  if (patch[directive] === 'replace')
    return Object.fromEntries(Object.entries(patch).filter(([key]) => !isDirective(key)));
  if (patch[directive] === 'delete') return {};
  let merged: JsonObject = { ...live };
  const retained = patch[retainKeys];
  if (Array.isArray(retained))
    merged = Object.fromEntries(Object.entries(merged).filter(([key]) => retained.includes(key)));
  for (const [key, gone] of Object.entries(patch)) {
    if (!key.startsWith(deletePrefix) || !Array.isArray(gone)) continue;
    const field = key.slice(deletePrefix.length);
    const list = merged[field];
    if (Array.isArray(list)) merged[field] = list.filter((each) => !gone.some((one) => isSame(one, each)));
  }
  for (const [key, value] of Object.entries(patch)) {
    if (isDirective(key) || value === undefined) continue;
    if (value === null || (isObject(value) && value[directive] === 'delete')) delete merged[key];
    else merged[key] = mergeField(merged[key], value, fieldSchema(shape, key));
  }
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(orderPrefix) || !Array.isArray(order)) continue;
    const field = key.slice(orderPrefix.length);
    const list = merged[field];
    const mergeKey = shapeOf(fieldSchema(shape, field) ?? {}).list?.mergeKey ?? '';
    if (Array.isArray(list)) merged[field] = inOrder(list, order, mergeKey);
  }
  return merged;
};

/**
 * Kubernetes' strategic merge patch: lists of the schema that have a merge key are merged item by item.
 * https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
export const applyStrategicPatch = (live: JsonObject, patch: JsonObject, schema: JsonObject): JsonObject =>
  mergeObject(live, patch, shapeOf(schema));
