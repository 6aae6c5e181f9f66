import { isObject, type JsonObject, type JsonValue } from '../../runner/core/json.ts';

export type Definitions = Readonly<Record<string, JsonObject>>;

/** The names of the definitions to which a schema refers, in order. */
export const referencesOf = (schema: JsonValue | undefined): string[] => {
  const found: string[] = [];
  JSON.stringify(schema, (key, value) => {
    if (key === '$ref' && typeof value === 'string') found.push(value.slice(value.lastIndexOf('/') + 1));
    return value;
  });
  return found;
};

/** `components.schemas` of all documents. Throws if two documents define one name differently. */
export const unionOf = (documents: readonly JsonObject[]): Definitions => {
  const union: Record<string, JsonObject> = {};
  for (const document of documents) {
    const components = isObject(document['components']) ? document['components'] : {};
    const schemas = isObject(components['schemas']) ? components['schemas'] : {};
    for (const [name, schema] of Object.entries(schemas)) {
      if (!isObject(schema)) continue;
      const known = union[name];
      if (known && JSON.stringify(known) !== JSON.stringify(schema)) throw new Error(`${name} is defined twice.`);
      union[name] = schema;
    }
  }
  return union;
};

interface Kind {
  group: string;
  version: string;
  kind: string;
}

/** The name of a kind's definition. A kind of many groups, such as DeleteOptions, belongs to v1. */
const nameOf = (definitions: Definitions, { group, version, kind }: Kind): string => {
  const named = Object.keys(definitions).filter((name) => name.endsWith(`.${kind}`));
  const found = named.find((name) => {
    const kinds = definitions[name]?.['x-kubernetes-group-version-kind'];
    return (
      Array.isArray(kinds) &&
      kinds.some(
        (each) => isObject(each) && each['group'] === group && each['version'] === version && each['kind'] === kind,
      )
    );
  });
  if (found === undefined) throw new Error(`There is no ${kind} in ${group ? `${group}/` : ''}${version}.`);
  return found;
};

/** The definitions of some kinds and all the definitions that they refer to, each after the first that refers to it. */
export const reduce = (definitions: Definitions, kinds: readonly Kind[]): Definitions => {
  const reduced: Record<string, JsonObject> = {};
  const add = (name: string): void => {
    if (reduced[name]) return;
    const schema = definitions[name];
    if (!schema) throw new Error(`${name} is referred to and not defined.`);
    reduced[name] = schema;
    for (const each of referencesOf(schema)) add(each);
  };
  for (const kind of kinds) add(nameOf(definitions, kind));
  return reduced;
};
