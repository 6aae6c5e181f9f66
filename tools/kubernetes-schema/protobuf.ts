import { isObject } from '../../runner/core/json.ts';
import type { Definitions } from './openapi.ts';

/** A field of a message: its number, its name, and the full name of its type. */
export interface ProtoField {
  number: string;
  name: string;
  type: string;
}

/** Messages by their names in OpenAPI. */
export type Messages = ReadonlyMap<string, readonly ProtoField[]>;

/** `k8s.io.api.core.v1.Pod` → `io.k8s.api.core.v1.Pod`. */
const openapiName = (name: string): string => name.replace(/^\.?k8s\.io\./, 'io.k8s.');

const fieldPattern =
  /^\s*(?:optional|repeated|required)?\s*(map<[^>]+>|[\w.]+)\s+(\w+)\s*=\s*(\d+)\s*(?:\[[^\]]*\])?;$/;

/** The messages of a generated.proto file of Kubernetes: flat, in proto2, with one field on a line. */
export const readProto = (text: string): Map<string, ProtoField[]> => {
  const [, space = ''] = /^package ([\w.]+);$/m.exec(text) ?? [];
  const messages = new Map<string, ProtoField[]>();
  for (const [, message = '', body = ''] of text.matchAll(/^message (\w+) \{\n([\s\S]*?)^\}$/gm)) {
    const fields = body.split('\n').flatMap((line) => {
      const [, type = '', name = '', number] = fieldPattern.exec(line) ?? [];
      if (number === undefined) return [];
      const full = type.includes('.') ? type : `${space}.${type}`;
      return [{ number, name, type: openapiName(full) }];
    });
    messages.set(openapiName(`${space}.${message}`), fields);
  }
  return messages;
};

/** Field number → JSON name, or the table of a message whose fields are inlined in JSON. */
export interface ProtoTable {
  [number: string]: string | ProtoTable;
}

/** The JSON key of a field. Case is ignored, because one message has aPIGroup for apiGroup. */
const keyOf = ({ name }: ProtoField, keys: ReadonlySet<string>): string | undefined =>
  keys.has(name) ? name : [...keys].find((key) => key.toLowerCase() === name.toLowerCase());

const tableOf = (name: string, keys: ReadonlySet<string>, messages: Messages): ProtoTable => {
  const table: ProtoTable = {};
  for (const field of messages.get(name) ?? []) {
    const key = keyOf(field, keys);
    const inlined = key === undefined ? tableOf(field.type, keys, messages) : {};
    if (key !== undefined) table[field.number] = key;
    else if (Object.keys(inlined).length > 0) table[field.number] = inlined;
  }
  return table;
};

/** Keys that are in the envelope of a message and not in the message. */
const notInProtobuf = new Set(['apiVersion', 'kind']);

const namesIn = (table: ProtoTable): string[] =>
  Object.values(table).flatMap((entry) => (typeof entry === 'string' ? [entry] : namesIn(entry)));

/** A table for each definition with properties. Throws if a definition has no message, or a property no number. */
export const protobufTables = (definitions: Definitions, messages: Messages): Record<string, ProtoTable> => {
  const tables: Record<string, ProtoTable> = {};
  for (const [name, { properties }] of Object.entries(definitions)) {
    if (!isObject(properties)) continue;
    if (!messages.has(name)) throw new Error(`${name} has no message.`);
    const keys = new Set(Object.keys(properties));
    const table = tableOf(name, keys, messages);
    const numbered = namesIn(table);
    const missing = [...keys].find((key) => !numbered.includes(key) && !notInProtobuf.has(key));
    if (missing !== undefined) throw new Error(`${name} has no number for ${missing}.`);
    tables[name] = table;
  }
  return tables;
};
