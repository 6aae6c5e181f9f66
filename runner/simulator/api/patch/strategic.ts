import { isObject, isSameJson, type JsonObject, type JsonValue } from '../../../core/json.ts';
import { fieldSchema, type Shape, shapeOf } from '../schema/schema.ts';
import { badRequest } from '../status.ts';

const directive = '$patch';
const orderPrefix = '$setElementOrder/';
const deletePrefix = '$deleteFromPrimitiveList/';
const retainKeys = '$retainKeys';

const isDirective = (key: string): boolean =>
  key === directive || key === retainKeys || key.startsWith(orderPrefix) || key.startsWith(deletePrefix);

/**
 * Items that the patch names come in its order, the others in that of the live list, which is also how the two are
 * interleaved: what is new stands before what the patch does not name (apimachinery, strategicpatch, mergeSortedSlice).
 */
const inOrder = (
  items: readonly JsonValue[],
  order: readonly JsonValue[],
  live: readonly JsonValue[],
  mergeKey: string,
): JsonValue[] => {
  const keyOf = (item: JsonValue): JsonValue | undefined => (mergeKey && isObject(item) ? item[mergeKey] : item);
  const placeOf = (item: JsonValue): number => live.findIndex((each) => isSameJson(keyOf(each), keyOf(item)));
  const isBefore = (first: JsonValue, second: JsonValue): boolean =>
    placeOf(first) >= 0 && placeOf(first) < placeOf(second);
  const wanted = order.map(keyOf);
  const named = [...new Set(wanted.flatMap((key) => items.filter((item) => isSameJson(keyOf(item), key))))];
  const merged: JsonValue[] = [];
  for (const item of items.filter((each) => !named.includes(each))) {
    while (named[0] !== undefined && !isBefore(item, named[0])) merged.push(named.shift() as JsonValue);
    merged.push(item);
  }
  return [...merged, ...named];
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
    const index = items.findIndex((item) => isObject(item) && isSameJson(item[mergeKey], key));
    if (each[directive] === 'delete')
      items = items.filter((item) => !(isObject(item) && isSameJson(item[mergeKey], key)));
    else if (index < 0) items.push(mergeObject({}, each, itemShape));
    else items[index] = mergeObject(items[index] as JsonObject, each, itemShape);
  }
  const named = patch.filter((each) => !(isObject(each) && each[directive]));
  return inOrder(items, named, live, mergeKey);
};

const mergeList = (live: JsonValue | undefined, patch: readonly JsonValue[], shape: Shape): JsonValue[] => {
  const current = Array.isArray(live) ? live : [];
  if (shape.list?.mergeKey === undefined) return [...patch];
  if (shape.list.mergeKey === '') {
    const both = [...current, ...patch.filter((each) => !current.some((one) => isSameJson(one, each)))];
    return inOrder(both, patch, current, '');
  }
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
    if (Array.isArray(list)) merged[field] = list.filter((each) => !gone.some((one) => isSameJson(one, each)));
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
    const before = Array.isArray(live[field]) ? live[field] : [];
    if (Array.isArray(list)) merged[field] = inOrder(list, order, before, mergeKey);
  }
  return merged;
};

/**
 * Kubernetes' strategic merge patch: lists of the schema that have a merge key are merged item by item.
 * https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
export const applyStrategicPatch = (live: JsonObject, patch: JsonObject, schema: JsonObject): JsonObject =>
  mergeObject(live, patch, shapeOf(schema));
