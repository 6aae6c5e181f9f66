import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Diagnostic } from '../core/diagnostic.ts';
import { isObject, type JsonObject, type JsonPath, type JsonValue } from '../core/json.ts';
import type { AnyStepKind } from '../steps/step.ts';
import { alternativesFault, nameOf, type ShapeFault, toFault, type Violation } from './shape-fault.ts';
import { hasExpression } from './variables.ts';

export interface CheckOptions {
  /** The name of the checked value in messages, such as "curl". */
  name: string;
  /** Whether a string with a `${…}` expression is accepted in place of any type. */
  expressions: boolean;
}

let ajv: Ajv2020 | undefined;
const compiled = new WeakMap<JsonObject, ValidateFunction>();

const compile = (schema: JsonObject): ValidateFunction => {
  const known = compiled.get(schema);
  if (known) return known;
  ajv ??= new Ajv2020({
    allErrors: true,
    verbose: true,
    strict: false,
    logger: false,
    validateFormats: false,
    // A test checks our schemas against the standard. Checking them here would take longer than compiling all of them.
    meta: false,
    validateSchema: false,
    code: { optimize: false },
  });
  const validate = ajv.compile(schema);
  compiled.set(schema, validate);
  return validate;
};

const pathTo = (pointer: string, value: unknown): JsonPath => {
  const path: (string | number)[] = [];
  let current = value;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const isIndex = Array.isArray(current);
    path.push(isIndex ? Number(key) : key);
    current = isIndex ? (current as unknown[])[Number(key)] : (current as JsonObject | undefined)?.[key];
  }
  return path;
};

const isAlternative = (error: ErrorObject): boolean => error.keyword === 'anyOf' || error.keyword === 'oneOf';

/** Removes the faults of single branches: ajv reports them in addition to the fault that no branch fits. */
const withoutBranches = (errors: readonly ErrorObject[]): ErrorObject[] => {
  const owners = errors.filter(isAlternative).map((error) => `${error.schemaPath}/`);
  const conditions = errors.filter((error) => error.keyword === 'not').map((error) => `${error.schemaPath}/`);
  return errors.filter(
    (error) =>
      error.keyword !== 'if' && ![...owners, ...conditions].some((owner) => error.schemaPath.startsWith(owner)),
  );
};

/** Checks a value against its schema. Each fault is reported once. The value is not changed. */
export const checkValue = (schema: JsonObject, value: JsonValue, options: CheckOptions): ShapeFault[] => {
  const validate = compile(schema);
  if (validate(value)) return [];
  const faults = withoutBranches(validate.errors ?? []).flatMap((error) => {
    const violation: Violation = {
      keyword: error.keyword,
      params: error.params,
      path: pathTo(error.instancePath, value),
      data: error.data,
      schema: (error.parentSchema ?? {}) as JsonObject,
      message: error.message ?? error.keyword,
    };
    if (options.expressions && hasExpression(error.data)) return [];
    return isAlternative(error) ? alternatives(violation, options) : [toFault(violation, options.name)];
  });
  return withoutMisspelt(faults);
};

/** Removes the faults of missing keys that are only misspelt: the misspelt key is one fault already. */
const withoutMisspelt = (faults: readonly ShapeFault[]): ShapeFault[] => {
  const places = new Set(
    faults.flatMap(({ meant, path }) => (meant === undefined ? [] : [[...path.slice(0, -1), meant].join('\0')])),
  );
  return faults.filter(({ missing = [], path }) => !missing.some((key) => places.has([...path, key].join('\0'))));
};

const accepts = (schema: JsonObject, value: unknown): boolean => {
  const types = [schema['type']].flat();
  return types.some(
    (type) =>
      (type === 'array' && Array.isArray(value)) ||
      (type === 'object' && isObject(value)) ||
      (type === 'integer' && typeof value === 'number') ||
      (typeof value !== 'object' && type === typeof value),
  );
};

/**
 * The faults of a value that fits no branch. If one branch has the value's type, they are the faults of that branch.
 */
const alternatives = (violation: Violation, options: CheckOptions): ShapeFault[] => {
  const { keyword, params, path, data, schema } = violation;
  const name = nameOf(path, options.name);
  const branches = (schema[keyword] as JsonValue[]).filter(isObject);
  const isNoneOf = params['passingSchemas'] == null;
  const results = branches.map((branch) => ({
    branch,
    faults: checkValue(branch, data as JsonValue, { ...options, name }).map((fault) => ({
      ...fault,
      path: [...path, ...fault.path],
    })),
  }));
  if (isNoneOf && results.some(({ faults }) => faults.length === 0)) return [];
  const fitting = results.filter(({ branch }) => accepts(branch, data));
  const nearest = fitting.toSorted((a, b) => a.faults.length - b.faults.length)[0];
  // If the branch is a choice of words, the message must also name the other branches.
  const explains = typeof data === 'object' || (fitting.length === 1 && !nearest?.branch['enum']);
  if (isNoneOf && nearest && explains) return nearest.faults;
  const required = branches.flatMap((branch) =>
    Array.isArray(branch['required']) ? branch['required'].map(String) : [],
  );
  return [alternativesFault(violation, options.name, [...new Set(required)])];
};

/** Adds the schema's defaults for missing keys, at any depth. Changes the value. */
export const fillDefaults = (schema: JsonValue | undefined, value: JsonValue | undefined): void => {
  if (!isObject(schema)) return;
  if (Array.isArray(value)) for (const item of value) fillDefaults(schema['items'], item);
  if (!isObject(value)) return;
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  for (const [key, property] of Object.entries(properties)) {
    if (!(key in value) && isObject(property) && property['default'] !== undefined)
      value[key] = structuredClone(property['default']);
    fillDefaults(property, value[key]);
  }
  for (const [key, item] of Object.entries(value))
    if (!(key in properties)) fillDefaults(schema['additionalProperties'], item);
  fillBranch(schema, value);
};

/** Adds the defaults of the first branch that accepts the value with them. */
const fillBranch = (schema: JsonObject, value: JsonObject): void => {
  for (const branch of [schema['anyOf'] ?? schema['oneOf'] ?? []].flat().filter(isObject)) {
    if (!isObject(branch['properties']) && branch['type'] !== 'object') continue;
    const filled = structuredClone(value);
    fillDefaults(branch, filled);
    if (checkValue(branch, filled, { name: '', expressions: true }).length) continue;
    Object.assign(value, filled);
    return;
  }
};

/** Checks the body of a step after its expressions were replaced. The diagnostics have no spans. */
export const checkSpec = (kind: AnyStepKind, spec: JsonObject): Diagnostic[] =>
  checkValue(kind.shape.schema, spec, { name: kind.key, expressions: false }).map(({ code, message, hint }) => ({
    code,
    message,
    ...(hint !== undefined && { hint }),
  }));
