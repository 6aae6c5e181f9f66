import { isObject, type JsonObject } from '../../../core/json.ts';
import document from './kubernetes.json' with { type: 'json' };

/**
 * The OpenAPI definitions of Kubernetes (release.ts) for the kinds served here. `kubernetes.json` is the union of
 * `components.schemas` of the API server's own /openapi/v3 documents, reduced to what those kinds refer to. Like
 * `protobuf.json` it is generated: npm run schema:kubernetes.
 */
export const definitions: Readonly<Record<string, JsonObject>> = document;

export interface ListRule {
  /** atomic: replaced as a whole. set: a set of scalars. map: items are told apart by `keys`. */
  type: 'atomic' | 'set' | 'map';
  keys: readonly string[];
  /** Key of a strategic merge patch; undefined: the list is replaced. Empty for a merged list of scalars. */
  mergeKey: string | undefined;
}

/** One place of a type, with references followed. */
export interface Shape {
  type: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'any';
  format: string | undefined;
  /** Name of the definition, such as io.k8s.api.core.v1.ServicePort. */
  definition: string | undefined;
  /** Name of the Go type: the last part of the definition's name. */
  goType: string | undefined;
  properties: Readonly<Record<string, JsonObject>> | undefined;
  /** Of an array's items or a map's values. */
  items: JsonObject | undefined;
  list: ListRule | undefined;
  /** An object that server-side apply treats as one value. */
  atomic: boolean;
  /** Go's zero value has it: a struct by value, which the schema gives an empty default. */
  embedded: boolean;
  /** Keys that Go's zero value has, though they are empty. */
  required: readonly string[];
  retainKeys: boolean;
}

const prefix = '#/components/schemas/';

const referenceOf = (schema: JsonObject): string | undefined => {
  const direct = schema['$ref'];
  if (typeof direct === 'string') return direct.slice(prefix.length);
  const all = schema['allOf'];
  const first = Array.isArray(all) ? all[0] : undefined;
  return isObject(first) && typeof first['$ref'] === 'string' ? first['$ref'].slice(prefix.length) : undefined;
};

const listRuleOf = (schema: JsonObject): ListRule => {
  const type = schema['x-kubernetes-list-type'];
  const strategy = String(schema['x-kubernetes-patch-strategy'] ?? '');
  const mergeKey = schema['x-kubernetes-patch-merge-key'];
  const keys = schema['x-kubernetes-list-map-keys'];
  return {
    type: type === 'map' || type === 'set' ? type : 'atomic',
    keys: Array.isArray(keys) ? keys.map(String) : [],
    mergeKey: strategy.includes('merge') ? String(mergeKey ?? '') : undefined,
  };
};

const cache = new WeakMap<JsonObject, Shape>();
const kinds = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean']);

/** Quantities and int-or-string are strings or numbers on the wire: any. */
const typeOf = (schema: JsonObject): Shape['type'] => {
  const type = String(schema['type'] ?? '');
  if (schema['oneOf'] || schema['format'] === 'int-or-string') return 'any';
  return kinds.has(type) ? (type as Shape['type']) : 'any';
};

export const shapeOf = (schema: JsonObject): Shape => {
  const known = cache.get(schema);
  if (known) return known;
  const name = referenceOf(schema);
  const target = name ? (definitions[name] ?? {}) : schema;
  const type = typeOf(target);
  const items = target['items'] ?? target['additionalProperties'];
  const shape: Shape = {
    type,
    format: typeof target['format'] === 'string' ? target['format'] : undefined,
    definition: name,
    goType: name?.split('.').at(-1),
    properties: isObject(target['properties']) ? (target['properties'] as Record<string, JsonObject>) : undefined,
    items: isObject(items) ? items : undefined,
    list: type === 'array' ? listRuleOf(schema) : undefined,
    atomic: schema['x-kubernetes-map-type'] === 'atomic' || target['x-kubernetes-map-type'] === 'atomic',
    embedded: isObject(schema['default']),
    required: Array.isArray(target['required']) ? target['required'].map(String) : [],
    retainKeys: String(schema['x-kubernetes-patch-strategy'] ?? '').includes('retainKeys'),
  };
  cache.set(schema, shape);
  return shape;
};

const definitionNames = new Map<string, string>();
for (const [name, schema] of Object.entries(definitions)) {
  const kinds = schema['x-kubernetes-group-version-kind'];
  if (!Array.isArray(kinds) || kinds.length !== 1) continue;
  const first = kinds[0];
  if (isObject(first)) definitionNames.set(`${first['group']}/${first['version']}/${first['kind']}`, name);
}

/** The definition of a kind, such as io.k8s.api.core.v1.Service. */
export const definitionName = (group: string, version: string, kind: string): string | undefined =>
  definitionNames.get(`${group}/${version}/${kind}`);

export const schemaOf = (group: string, version: string, kind: string): JsonObject => {
  const name = definitionName(group, version, kind);
  return (name && definitions[name]) || {};
};

/** The schema of a field of an object or of a value in a map; undefined when there is no such field. */
export const fieldSchema = (shape: Shape, key: string): JsonObject | undefined => {
  if (shape.properties) return Object.hasOwn(shape.properties, key) ? shape.properties[key] : undefined;
  return shape.type === 'object' ? (shape.items ?? {}) : undefined;
};
