import type { JsonObject, JsonValue } from './json.ts';

/** A JSON Schema (2020-12) that carries the TypeScript type of what it accepts. */
export interface Shape<Value> {
  readonly schema: JsonObject;
  /** Never set: only carries the type. */
  readonly type?: Value;
}

export interface OptionalShape<Value> extends Shape<Value> {
  readonly optional: true;
}

export type Infer<Each> = Each extends Shape<infer Value> ? Value : never;

type Fields = Record<string, Shape<unknown>>;
type OptionalKeys<All extends Fields> = {
  [Key in keyof All]: All[Key] extends OptionalShape<unknown> ? Key : never;
}[keyof All];
type Flatten<Value> = { [Key in keyof Value]: Value[Key] };
export type InferFields<All extends Fields> = Flatten<
  { [Key in Exclude<keyof All, OptionalKeys<All>>]: Infer<All[Key]> } & {
    [Key in OptionalKeys<All>]?: Infer<All[Key]>;
  }
>;

const shape = <Value>(schema: JsonObject): Shape<Value> => ({ schema });

/** Each builder makes a schema with a description, from which the type is inferred. */
export const string = (description: string, more: JsonObject = {}): Shape<string> =>
  shape({ type: 'string', minLength: 1, description, ...more });
export const integer = (description: string, more: JsonObject = {}): Shape<number> =>
  shape({ type: 'integer', description, ...more });
export const number = (description: string, more: JsonObject = {}): Shape<number> =>
  shape({ type: 'number', description, ...more });
export const boolean = (description: string, more: JsonObject = {}): Shape<boolean> =>
  shape({ type: 'boolean', description, ...more });

/** One of a few words. */
export const choice = <const Word extends string>(words: readonly Word[], description: string): Shape<Word> =>
  shape({ type: 'string', enum: [...words], description });

/** A value of one of two shapes. Their JSON types should differ, so that messages stay clear. */
export const either = <First, Second>(
  first: Shape<First>,
  second: Shape<Second>,
  description: string,
): Shape<First | Second> => shape({ anyOf: [first.schema, second.schema], description });

/** A value of a shape, or a list of such values. `listOf` reads it. */
export const oneOrSeveral = <Item>(item: Shape<Item>, description: string): Shape<Item | Item[]> =>
  either(item, list(item, description), description);

export const list = <Item>(item: Shape<Item>, description: string, more: JsonObject = {}): Shape<Item[]> =>
  shape({ type: 'array', items: item.schema, minItems: 1, description, ...more });

/** A mapping with free keys. */
export const map = <Item>(item: Shape<Item>, description: string): Shape<Record<string, Item>> =>
  shape({ type: 'object', additionalProperties: item.schema, minProperties: 1, description });

/** Any JSON object, such as a Kubernetes manifest, which only the API server checks. */
export const anyObject = (description: string): Shape<JsonObject> => shape({ type: 'object', description });
export const anyValue = (description: string): Shape<JsonValue> => shape({ description });

/**
 * The schema keyword of a step inside a body. Its value is the group of kinds that are allowed; the loader checks the step
 * by its kind's shape.
 */
export const innerStepKeyword = 'x-step';

/** A step inside the body of another, with its kind as its only key. */
export const innerStep = (group: string, description: string): Shape<JsonObject> =>
  shape({ type: 'object', description, [innerStepKeyword]: group });

const isRequired = (field: Shape<unknown>): boolean => !('optional' in field) && !('default' in field.schema);

/** A mapping with known keys only. */
export const object = <const All extends Fields>(
  fields: All,
  description: string,
  more: JsonObject = {},
): Shape<InferFields<All>> =>
  shape({
    type: 'object',
    description,
    properties: Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.schema])),
    required: Object.keys(fields).filter((key) => isRequired(fields[key] as Shape<unknown>)),
    additionalProperties: false,
    ...more,
  });

/** A key that may be left out. */
export const optional = <Value>(inner: Shape<Value>): OptionalShape<Value> => ({
  schema: inner.schema,
  optional: true,
});

/** A key that may be left out: the loader fills in the default, so that the step always has a value. */
export const withDefault = <Value extends JsonValue>(inner: Shape<Value>, value: NoInfer<Value>): Shape<Value> =>
  shape({ ...inner.schema, default: value });
