import type { DiagnosticCode } from '../core/diagnostic.ts';
import { durationPattern } from '../core/duration.ts';
import { isObject, type JsonObject, type JsonPath, type JsonValue } from '../core/json.ts';
import { listWords, nearest } from '../core/nearest.ts';
import { excerpt } from '../core/visible.ts';

/** A fault of a value according to its schema. `path` is relative to the checked value. */
export interface ShapeFault {
  code: DiagnosticCode;
  message: string;
  hint?: string;
  path: JsonPath;
  /** Whether the key at the path is wrong, or its value. */
  at: 'key' | 'value';
  /** For an unknown key: the key that was probably meant. */
  meant?: string;
  /** For a mapping: keys, at least one of which is missing. */
  missing?: string[];
}

/** A violation of a schema: the parts of ajv's ErrorObject that are used here. */
export interface Violation {
  keyword: string;
  params: Record<string, unknown>;
  path: JsonPath;
  /** The value at the path. */
  data: unknown;
  /** The schema that contains the keyword. */
  schema: JsonObject;
  message: string;
}

/** A value in a sentence. */
export const describeValue = (value: unknown): string => {
  if (value === null || value === undefined) return 'empty';
  if (typeof value === 'string') return value === '' ? 'an empty string' : `the string "${excerpt(value)}"`;
  if (Array.isArray(value)) return value.length ? 'a list' : 'an empty list';
  if (typeof value === 'object') return Object.keys(value).length ? 'a mapping' : 'an empty mapping';
  return String(value);
};

const typeNames: Record<string, string> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  null: 'empty',
};

/** The values that a schema accepts, as the end of the sentence "must be …". */
export const describeSchema = (schema: JsonObject): string => {
  const branches = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(branches)) return [...new Set(branches.filter(isObject).map(describeSchema))].join(', or ');
  if (Array.isArray(schema['enum'])) return listWords(schema['enum'].map(String));
  if ('const' in schema) return String(schema['const']);
  if (schema['pattern'] === durationPattern) return 'a duration such as 30s or 1m30s';
  const types = [schema['type'] ?? 'object'].flat().map((type) => typeNames[String(type)] ?? String(type));
  return types.join(' or ');
};

/** `hosts[0]`: the last key of a path, with indexes. */
export const nameOf = (path: JsonPath, root: string): string => {
  const keyAt = path.findLastIndex((part) => typeof part === 'string');
  const indexes = path.slice(keyAt + 1).map((part) => `[${part}]`);
  return `${keyAt < 0 ? root : excerpt(String(path[keyAt]))}${indexes.join('')}`;
};

const descriptionHint = (schema: JsonObject): { hint?: string } =>
  typeof schema['description'] === 'string' ? { hint: schema['description'] } : {};

const limits: Record<string, string> = {
  minimum: 'at least',
  maximum: 'at most',
  exclusiveMinimum: 'more than',
  exclusiveMaximum: 'less than',
};

const sizes: Record<string, string> = {
  minLength: 'at least # characters long',
  maxLength: 'at most # characters long',
  minItems: 'a list of at least #',
  maxItems: 'a list of at most #',
  minProperties: 'a mapping with at least # keys',
  maxProperties: 'a mapping with at most # keys',
};

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value as object).length === 0);

const unknownKey = ({ params, path, schema }: Violation, name: string): ShapeFault => {
  const key = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
  const known = isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  const meant = nearest(key, known);
  const allowed = known.length ? `Allowed: ${listWords(known, 30)}.` : undefined;
  const hint = meant !== undefined ? `Did you mean ${meant}?` : allowed;
  return {
    code: 'schema-unknown-key',
    message: `${name} has no key ${excerpt(key)}.`,
    ...(hint !== undefined && { hint }),
    path: [...path, key],
    at: 'key',
    ...(meant !== undefined && { meant }),
  };
};

const missingKey = ({ params, path, schema }: Violation, name: string): ShapeFault => {
  const key = String(params['missingProperty']);
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const property = properties[key];
  const description =
    isObject(property) && typeof property['description'] === 'string' ? property['description'] : undefined;
  return {
    code: 'schema-required',
    message: `${name} lacks the key ${key}.`,
    ...(description !== undefined && { hint: `${key}: ${description}` }),
    path,
    at: 'key',
    missing: [key],
  };
};

const wrongValue = (violation: Violation, name: string): ShapeFault => {
  const { keyword, params, path, data, schema } = violation;
  const fault = (mustBe: string, more: { hint?: string } = descriptionHint(schema)): ShapeFault => ({
    code: 'schema-value',
    message: `${name} is ${describeValue(data)}, but must be ${mustBe}.`,
    ...more,
    path,
    at: 'value',
  });
  if (keyword === 'enum') {
    const words = (params['allowedValues'] as JsonValue[]).map(String);
    const meant = typeof data === 'string' ? nearest(data, words) : undefined;
    return fault(
      listWords(words, 30),
      meant === undefined ? descriptionHint(schema) : { hint: `Did you mean ${meant}?` },
    );
  }
  if (keyword in sizes && isEmpty(data))
    return {
      code: 'schema-value',
      message: `${name} is empty.`,
      hint: 'An empty expectation would always pass. Fill it in, or omit the key.',
      path,
      at: 'value',
    };
  if (keyword in limits) return fault(`${limits[keyword]} ${String(params['limit'])}`);
  if (keyword in sizes) return fault((sizes[keyword] ?? '').replace('#', String(params['limit'])));
  if (keyword === 'pattern')
    return fault(
      schema['pattern'] === durationPattern ? describeSchema(schema) : `of the form ${String(params['pattern'])}`,
    );
  if (keyword === 'uniqueItems') return { ...fault(''), message: `${name} has the same value twice.` };
  if (keyword === 'const') return fault(String(params['allowedValue']));
  return {
    ...fault(violation.message.replace(/^must be /, '')),
    message: `${name}: ${excerpt(violation.message, 200)}.`,
  };
};

/** Describes a violation. `root` is the name of the checked value. */
export const toFault = (violation: Violation, root: string): ShapeFault => {
  const { keyword, path, data, schema } = violation;
  const name = nameOf(path, root);
  switch (keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return unknownKey(violation, name);
    case 'required':
      return missingKey(violation, name);
    case 'type':
      return {
        code: 'schema-type',
        message: `${name} is ${describeValue(data)}, but must be ${describeSchema(schema)}.`,
        ...descriptionHint(schema),
        path,
        at: 'value',
      };
    case 'dependentRequired':
      return {
        code: 'schema-required',
        message: `${name} has the key ${String(violation.params['property'])}, so it also needs the key ${String(violation.params['missingProperty'])}.`,
        path: [...path, String(violation.params['property'])],
        at: 'key',
      };
    case 'not':
      return excluded(violation, name);
    default:
      return wrongValue(violation, name);
  }
};

/** A schema uses `not: { required: [a, b] }` for keys that exclude each other. */
const excluded = ({ schema, path, message }: Violation, name: string): ShapeFault => {
  const not = schema['not'];
  const keys = isObject(not) && Array.isArray(not['required']) ? not['required'].map(String) : [];
  const text = keys.length ? `cannot have both ${keys.join(' and ')}` : message;
  return { code: 'schema-value', message: `${name} ${text}.`, path: keys[1] ? [...path, keys[1]] : path, at: 'key' };
};

/** The fault if no branch of anyOf or oneOf fits, or too many do. `required` has the required keys of all branches. */
export const alternativesFault = (violation: Violation, root: string, required: readonly string[]): ShapeFault => {
  const { keyword, path, data, schema, params } = violation;
  const name = nameOf(path, root);
  if (isObject(data) && required.length) {
    const several = keyword === 'oneOf' && params['passingSchemas'] != null;
    const present = required.filter((key) => key in data);
    return {
      code: several ? 'schema-value' : 'schema-required',
      message: several
        ? `${name} can have only one of ${listWords(present.length ? present : required)}.`
        : `${name} lacks one of the keys ${listWords(required)}.`,
      path: several && present[1] !== undefined ? [...path, present[1]] : path,
      at: 'key',
      ...(!several && { missing: [...required] }),
    };
  }
  const branches = [schema['anyOf'] ?? schema['oneOf'] ?? []].flat().filter(isObject);
  const words = branches.flatMap((branch) => (Array.isArray(branch['enum']) ? branch['enum'].map(String) : []));
  const meant = typeof data === 'string' ? nearest(data, words) : undefined;
  return {
    code: 'schema-type',
    message: `${name} is ${describeValue(data)}, but must be ${describeSchema(schema)}.`,
    ...(meant === undefined ? descriptionHint(schema) : { hint: `Did you mean ${meant}?` }),
    path,
    at: 'value',
  };
};
