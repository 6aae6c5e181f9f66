import type { JsonObject, JsonValue } from '../../../core/json.ts';
import document from '../schema/protobuf.json' with { type: 'json' };
import { definitionName, fieldSchema, type Shape, shapeOf } from '../schema/schema.ts';
import { badRequest } from '../status.ts';

/**
 * Reads Kubernetes' protobuf encoding of request bodies; answers are JSON, which every client reads too.
 * `protobuf.json` has, for each definition, field number → JSON name, or a table of its own for a message whose
 * fields are inlined in JSON; it comes from the generated.proto files of k8s.io/api v0.34: npm run schema:kubernetes.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources
 */
interface Table {
  [number: string]: string | Table;
}
const tables: Record<string, Table> = document;

interface Field {
  number: number;
  /** A varint, or the bytes of a length-delimited field. */
  value: bigint | Uint8Array;
}

const fault = (): Error => badRequest('the object provided is unrecognized: malformed protobuf');

/** The fields of a message in wire order. Refuses what runs over the end. */
function* fieldsOf(bytes: Uint8Array): Iterable<Field> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) throw fault();
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw fault();
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw fault();
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    if (tag % 8 === 0) yield { number, value: varint() };
    else if (tag % 8 === 2) yield { number, value: take(Number(varint())) };
    else if (tag % 8 === 1) take(8);
    else if (tag % 8 === 5) take(4);
    else throw fault();
  }
}

const textOf = (value: bigint | Uint8Array | undefined): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : '';

const numbersOf = (bytes: Uint8Array): Map<number, Field['value']> =>
  new Map([...fieldsOf(bytes)].map(({ number, value }) => [number, value]));

const timeOf = (bytes: Uint8Array): JsonValue => {
  const seconds = numbersOf(bytes).get(1);
  if (typeof seconds !== 'bigint') return null;
  const date = new Date(Number(BigInt.asIntN(64, seconds)) * 1000);
  if (Number.isNaN(date.getTime())) throw fault();
  return `${date.toISOString().slice(0, 19)}Z`;
};

const jsonOf = (text: string): JsonValue => {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw fault();
  }
};

/** Types whose JSON is no object. */
const special: Record<string, (bytes: Uint8Array) => JsonValue> = {
  Time: timeOf,
  MicroTime: timeOf,
  Quantity: (bytes) => textOf(numbersOf(bytes).get(1)),
  IntOrString: (bytes) => {
    const fields = numbersOf(bytes);
    const number = fields.get(2);
    if (fields.get(1) === 1n) return textOf(fields.get(3));
    return typeof number === 'bigint' ? Number(BigInt.asIntN(32, number)) : 0;
  },
  FieldsV1: (bytes) => jsonOf(textOf(numbersOf(bytes).get(1)) || '{}'),
};

/** Go's encoder writes zeros of plain fields; these are pointers, where a zero is a value. */
const pointers = new Set([
  'replicas',
  'gracePeriodSeconds',
  'terminationGracePeriodSeconds',
  'backoffLimit',
  'revisionHistoryLimit',
  'completions',
  'parallelism',
  'ttlSecondsAfterFinished',
  'partition',
  'automountServiceAccountToken',
  'enableServiceLinks',
  'allocateLoadBalancerNodePorts',
  'suspend',
  'controller',
  'blockOwnerDeletion',
  'ready',
  'serving',
  'terminating',
  'orphanDependents',
]);

const isZero = (name: string, value: JsonValue): boolean =>
  value === '' || value === null || ((value === 0 || value === false) && !pointers.has(name));

const maxDepth = 60;

const readValue = (value: Field['value'], shape: Shape, depth: number): JsonValue => {
  if (typeof value === 'bigint') return shape.type === 'boolean' ? value !== 0n : Number(BigInt.asIntN(64, value));
  const own = shape.goType ? special[shape.goType] : undefined;
  if (own) return own(value);
  if (shape.type === 'object') return readMessage(value, shape.definition ?? '', shape, depth + 1);
  return shape.format === 'byte' ? Buffer.from(value).toString('base64') : textOf(value);
};

const readMessage = (bytes: Uint8Array, definition: string, shape: Shape, depth: number): JsonObject => {
  if (depth > maxDepth) throw fault();
  const object: JsonObject = {};
  const read = (part: Uint8Array, table: Table): void => {
    for (const { number, value } of fieldsOf(part)) {
      const entry = table[number];
      if (typeof entry === 'object' && value instanceof Uint8Array) read(value, entry);
      if (typeof entry !== 'string') continue;
      const field = shapeOf(fieldSchema(shape, entry) ?? {});
      if (field.type === 'array') {
        const list = (object[entry] ?? []) as JsonValue[];
        object[entry] = [...list, readValue(value, shapeOf(field.items ?? {}), depth)];
      } else if (field.type === 'object' && !field.definition && field.items && value instanceof Uint8Array) {
        const pair = numbersOf(value);
        const map = (object[entry] ?? {}) as JsonObject;
        const item = pair.get(2) ?? new Uint8Array();
        object[entry] = { ...map, [textOf(pair.get(1))]: readValue(item, shapeOf(field.items), depth) };
      } else {
        const plain = readValue(value, field, depth);
        if (!isZero(entry, plain)) object[entry] = plain;
      }
    }
  };
  read(bytes, tables[definition] ?? {});
  return object;
};

const magic = Buffer.from('k8s\0');

/** A body in the envelope `runtime.Unknown`. Refuses kinds that are not served. */
export const decodeProtobuf = (body: Buffer): JsonObject => {
  if (!body.subarray(0, 4).equals(magic)) throw badRequest('provided data does not appear to be a protobuf message');
  const envelope = numbersOf(body.subarray(4));
  const [meta, raw] = [envelope.get(1), envelope.get(2) ?? new Uint8Array()];
  if (!(meta instanceof Uint8Array) || !(raw instanceof Uint8Array)) throw fault();
  const [apiVersion, kind] = [textOf(numbersOf(meta).get(1)), textOf(numbersOf(meta).get(2))];
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  const name = kind === 'DeleteOptions' ? deleteOptions : definitionName(group, version, kind);
  if (!name) throw badRequest(`no kind "${kind}" is registered for version "${apiVersion}"`);
  return { apiVersion, kind, ...readMessage(raw, name, shapeOf({ $ref: `#/components/schemas/${name}` }), 0) };
};

const deleteOptions = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';
