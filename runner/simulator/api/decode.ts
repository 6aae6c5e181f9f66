import { isObject, type JsonObject, type JsonValue } from '../../core/json.ts';
import { readScalar } from './scalars.ts';
import { fieldSchema, type Shape, shapeOf } from './schema/schema.ts';

export interface Decoded {
  /** A copy without nulls and without fields that the type does not have. */
  object: JsonObject;
  /** Paths of unknown fields, as `spec.ports[0].foo`. */
  unknown: string[];
  /** The first value of a wrong type or form, in the words of Go's decoders. */
  mismatch: string | undefined;
}

const goTypes: Record<string, string> = { string: 'string', boolean: 'bool', object: 'map[string]string' };

const isNumberOrName = ({ goType }: Shape): boolean => goType === 'IntOrString';

const goTypeOf = (shape: Shape): string => {
  if (isNumberOrName(shape)) return 'int32';
  if (shape.goType) return `v1.${shape.goType}`;
  if (shape.type === 'array') {
    const items = shape.items ? shapeOf(shape.items) : undefined;
    return `[]${items ? goTypeOf(items) : 'string'}`;
  }
  if (shape.type === 'integer' || shape.type === 'number')
    return shape.format ?? (shape.type === 'integer' ? 'int32' : 'float64');
  return goTypes[shape.type] ?? 'interface {}';
};

/** The name that Go's decoder has for a value's type. */
export const jsonTypeOf = (value: JsonValue): string => {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
};

const fits = (value: JsonValue, shape: Shape): boolean => {
  const { type } = shape;
  if (isNumberOrName(shape)) return typeof value === 'string' || Number.isInteger(value);
  if (type === 'any') return true;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  if (type === 'integer') return typeof value === 'number' && Number.isInteger(value);
  return typeof value === type;
};

/** Go reads a null in a list as the type's zero value. */
const zeroOf = (schema: JsonObject): JsonValue => {
  const { type } = shapeOf(schema);
  if (type === 'object') return {};
  if (type === 'array') return [];
  if (type === 'boolean') return false;
  return type === 'integer' || type === 'number' ? 0 : '';
};

/** A map without keys, which Go's encoder leaves out; a struct without fields it writes. */
const isEmptyMap = (value: JsonValue, schema: JsonObject): boolean => {
  const { type, properties, items } = shapeOf(schema);
  return isObject(value) && Object.keys(value).length === 0 && type === 'object' && !properties && items !== undefined;
};

/** Depth of nesting that is read; Kubernetes' own limit is higher, and no type here comes near. */
const maxDepth = 60;

/** Reads a request body as a type of the schema, as Go's decoder does: nulls are absent, types are checked. */
export const decode = (body: JsonObject, schema: JsonObject): Decoded => {
  const unknown: string[] = [];
  let mismatch: string | undefined;
  let depth = 0;

  const note = (value: JsonValue, shape: Shape, owner: string, path: string): void => {
    const whole = shape.type === 'integer' || isNumberOrName(shape);
    const literal = whole && typeof value === 'number' ? `number ${value}` : jsonTypeOf(value);
    const field = path.replaceAll(/\[\d+\]/g, '');
    mismatch ??= `json: cannot unmarshal ${literal} into Go struct field ${owner}.${field} of type ${goTypeOf(shape)}`;
  };

  const readObject = (value: JsonObject, shape: Shape, owner: string, path: string): JsonObject => {
    const copy: JsonObject = {};
    const struct = shape.properties ? (shape.goType ?? owner) : owner;
    depth += 1;
    for (const [key, child] of Object.entries(value)) {
      const childPath = path ? `${path}.${key}` : key;
      if (!shape.properties && !shape.items) {
        copy[key] = child;
        continue;
      }
      const childSchema = fieldSchema(shape, key);
      if (!childSchema) unknown.push(childPath);
      else if (child !== null && child !== undefined && !isEmptyMap(child, childSchema))
        copy[key] = read(child, childSchema, struct, shape.properties ? childPath : path);
    }
    depth -= 1;
    return copy;
  };

  const readArray = (value: readonly JsonValue[], items: JsonObject, owner: string, path: string): JsonValue => {
    depth += 1;
    const copy = value.map((each, index) =>
      each === null ? zeroOf(items) : read(each, items, owner, `${path}[${index}]`),
    );
    depth -= 1;
    return copy;
  };

  const read = (value: JsonValue, schema: JsonObject, owner: string, path: string): JsonValue => {
    const shape = shapeOf(schema);
    const scalar = readScalar(value, shape);
    if (scalar && 'value' in scalar) return scalar.value;
    if (scalar) {
      mismatch ??= scalar.fault;
      return value;
    }
    if (depth > maxDepth || !fits(value, shape)) {
      note(value, shape, owner, path);
      return value;
    }
    if (isObject(value)) return readObject(value, shape, owner, path);
    return Array.isArray(value) && shape.items ? readArray(value, shape.items, owner, path) : value;
  };

  const root = shapeOf(schema);
  const kind = typeof body['kind'] === 'string' ? body['kind'] : '';
  return { object: readObject(body, root, kind, ''), unknown, mismatch };
};
