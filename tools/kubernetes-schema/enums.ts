import { isObject, type JsonObject } from '../../runner/core/json.ts';
import type { Definitions } from './openapi.ts';

/** The values of a field of enumerated type, which a server reports and the published documents lack. */
export interface EnumField {
  values: readonly string[];
  /** The description of the field, with the values at its end. */
  description: string;
  /** True if the values belong to the items of an array. */
  ofItems: boolean;
}

/** Definition → field → its values. */
export type Enums = ReadonlyMap<string, ReadonlyMap<string, EnumField>>;

/** `k8s.io/api/core/v1.ServicePort` → `io.k8s.api.core.v1.ServicePort`. */
const definitionOf = (goName: string): string => {
  const [host = '', ...path] = goName.split('/');
  return [...host.split('.').toReversed(), ...path].join('.');
};

const fieldOf = (text: string): EnumField | undefined => {
  const found = /Enum: +\[\]interface\{\}\{([^}]*)\}/.exec(text);
  if (!found) return undefined;
  const values: string[] = JSON.parse(`[${found[1]}]`);
  const [, description = '""'] = /Description: ("(?:[^"\\]|\\.)*"),/.exec(text) ?? [];
  return { values, description: JSON.parse(description), ofItems: text.slice(0, found.index).includes('Items:') };
};

/**
 * Reads pkg/generated/openapi/zz_generated.openapi.go, from which the API server makes its documents. The published documents
 * lack the values of enumerated types (feature gate OpenAPIEnums).
 */
export const readEnums = (source: string): Enums => {
  const names = new Map(
    [...source.matchAll(/^\t\t"([^"]+)": +(schema_\w+)\(ref\),$/gm)].map(([, name = '', made = '']) => [
      made,
      definitionOf(name),
    ]),
  );
  const enums = new Map<string, Map<string, EnumField>>();
  for (const [, made = '', body = ''] of source.matchAll(/^func (schema_\w+)\(ref [^\n]*\n([\s\S]*?)^\}$/gm)) {
    const fields = [...body.matchAll(/^\t{5}"([^"]+)": \{\n([\s\S]*?)^\t{5}\},$/gm)].flatMap(
      ([, name = '', text = '']): [string, EnumField][] => {
        const field = fieldOf(text);
        return field ? [[name, field]] : [];
      },
    );
    const definition = names.get(made);
    if (definition !== undefined && fields.length > 0) enums.set(definition, new Map(fields));
  }
  return enums;
};

const withField = (schema: JsonObject, { values, description, ofItems }: EnumField): JsonObject => {
  if (!ofItems) return { ...schema, description, enum: [...values] };
  const items = isObject(schema['items']) ? schema['items'] : {};
  return { ...schema, description, items: { ...items, enum: [...values] } };
};

/** The definitions as a server reports them. */
export const withEnums = (definitions: Definitions, enums: Enums): Definitions =>
  Object.fromEntries(
    Object.entries(definitions).map(([name, schema]) => {
      const fields = enums.get(name);
      const properties = schema['properties'];
      if (!fields || !isObject(properties)) return [name, schema];
      const told = Object.entries(properties).map(([key, each]) => {
        const field = fields.get(key);
        return [key, field && isObject(each) ? withField(each, field) : each];
      });
      return [name, { ...schema, properties: Object.fromEntries(told) }];
    }),
  );
