import { isObject, type JsonObject } from '../../core/json.ts';
import type { Meta, Unstructured } from '../objects/metadata.ts';
import { decode } from './decode.ts';
import { apiVersionOf, type Resource } from './resources.ts';
import { definitionName, schemaOf, shapeOf } from './schema/schema.ts';
import { badRequest, invalidPatch, type StatusError } from './status.ts';

export interface WriteOptions {
  /** Checks and answers, but stores nothing. */
  dryRun?: boolean;
  /** The field manager that writes. Absent: the cluster itself, which is not tracked. */
  manager?: string;
  /** The treatment of unknown fields; default Strict. */
  fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
  subresource?: string;
  /** Finds the paths of keys that stand twice in the body, once that has been read. */
  duplicates?(): readonly string[];
  /** The body is the outcome of a patch; a fault is told with what this shows of it. */
  showPatched?: (outcome: JsonObject) => string;
  /** The body is the result of a server-side apply and carries its own managedFields. */
  applied?: boolean;
}

/** Go packages of the API server's own types, where they are not the first part of the group. */
const packageOf = (group: string): string => group.split('.')[0] || 'core';

/** A body that says that it is something else, in the words of the API server's type registry. */
const wrongType = ({ kind, group }: Resource, apiVersion: string, given: string): StatusError => {
  const [version = '', ownGroup = ''] = apiVersion.split('/').toReversed();
  const known = definitionName(ownGroup, version, given) !== undefined;
  const why = known
    ? `converting (${version}.${given}) to (${packageOf(group)}.${kind}): unknown conversion`
    : `no kind "${given}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:110"`;
  return badRequest(`${given} in version "${version}" cannot be handled as a ${kind}: ${why}`);
};

/** A spec is a struct, which is there even when the object leaves it out. */
const withSpec = (object: Unstructured, { group, version, kind }: Resource): Unstructured =>
  object['spec'] !== undefined || !shapeOf(schemaOf(group, version, kind)).properties?.['spec']
    ? object
    : { ...object, spec: {} };

const typed = (resource: Resource, object: JsonObject): Unstructured => ({
  ...object,
  apiVersion: apiVersionOf(resource),
  kind: resource.kind,
  metadata: (isObject(object['metadata']) ? object['metadata'] : {}) as Meta,
});

/** A body as an object of its resource, of which only the types of its fields are sure. Refuses what it cannot be. */
export const readObject = (
  resource: Resource,
  body: JsonObject,
  options: WriteOptions,
): { object: Unstructured; warnings: string[] } => {
  const { group, version, kind } = resource;
  const expected = apiVersionOf(resource);
  const given = { apiVersion: body['apiVersion'] || expected, kind: body['kind'] || kind };
  if (given.kind !== kind || given.apiVersion !== expected)
    throw wrongType(resource, String(given.apiVersion), String(given.kind));
  // The cluster's own writes are typed: only what comes from outside is read with suspicion.
  if (options.manager === undefined) return { object: typed(resource, { ...body, ...given }), warnings: [] };
  const { object, unknown, mismatch } = decode({ ...body, ...given }, schemaOf(group, version, kind));
  const refuse = (why: string): StatusError =>
    options.showPatched
      ? invalidPatch(options.showPatched(body), why)
      : badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`);
  if (mismatch) throw refuse(mismatch);
  const list = [
    ...(options.duplicates?.() ?? []).map((each) => `duplicate field "${each}"`),
    ...unknown.map((each) => `unknown field "${each}"`),
  ];
  const strictness = options.fieldValidation ?? 'Strict';
  if (list.length > 0 && strictness === 'Strict') throw refuse(`strict decoding error: ${list.join(', ')}`);
  return { object: withSpec(typed(resource, object), resource), warnings: strictness === 'Warn' ? list : [] };
};
