import { isObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import type { Meta, Unstructured } from '../../objects/metadata.ts';
import { admissionOf } from '../admission/index.ts';
import { decode, jsonTypeOf } from '../decode.ts';
import type { DeleteOptions, Deletion } from '../deletion.ts';
import { notSupported } from '../field-error.ts';
import { goText } from '../go-text.ts';
import { applyConfiguration } from '../patch/apply.ts';
import { duplicateItems } from '../patch/duplicate-items.ts';
import { applyJsonPatch } from '../patch/json.ts';
import { applyMergePatch } from '../patch/merge.ts';
import { applyStrategicPatch } from '../patch/strategic.ts';
import type { WriteOptions } from '../read-object.ts';
import type { Registry, Written } from '../registry.ts';
import { schemaOf, shapeOf } from '../schema/schema.ts';
import { badRequest, invalidOptions, modified, notFound, StatusError, unsupportedPatchType } from '../status.ts';
import type { Store } from '../store.ts';
import { patchTypes } from './options.ts';
import { parsePatch, type Target } from './request.ts';
import { matcherFor } from './watch.ts';

export interface WriteParts {
  store: Store;
  registry: Registry;
  remove: Deletion;
}

const appliers: Record<string, (live: Unstructured, patch: JsonValue, schema: JsonObject) => JsonValue> = {
  [patchTypes.json]: applyJsonPatch,
  [patchTypes.merge]: applyMergePatch,
  [patchTypes.strategic]: (live, patch, schema) => applyStrategicPatch(live, isObject(patch) ? patch : {}, schema),
};

/** A patch may not turn an object into one of another name or kind; its own resourceVersion is a precondition. */
const patched = (result: JsonValue): JsonObject => {
  if (!isObject(result)) throw badRequest('the patched object is not an object');
  return result;
};

const applyServerSide = (
  parts: WriteParts,
  target: Target & { name: string },
  body: JsonObject,
  { force, options }: { force: boolean; options: WriteOptions },
): Written & { created: boolean } => {
  const { namespace, name } = target;
  const { resource } = target.kind;
  const { group, version, kind } = resource;
  const schema = schemaOf(group, version, kind);
  const { unknown, mismatch, object } = decode(body, schema);
  const metadata = (isObject(object['metadata']) ? object['metadata'] : {}) as Partial<Meta>;
  const label = `${metadata.namespace ?? ''}/${name}; ${group ? `${group}/` : '/'}${version}, Kind=${kind}`;
  if (metadata.managedFields) throw badRequest('metadata.managedFields must be nil');
  const refuse = (why: string): StatusError =>
    new StatusError(500, '', `failed to create typed patch object (${label}): ${why}`);
  if (mismatch) throw refuse(mismatch);
  const faults = [
    ...unknown.map((each) => `.${each}: field not declared in schema`),
    ...duplicateItems(object, shapeOf(schema)),
  ];
  if (faults.length > 0) throw refuse(faults.length > 1 ? `errors:\n  ${faults.join('\n  ')}` : String(faults[0]));
  const manager = {
    name: String(options.manager),
    operation: 'Apply' as const,
    subresource: options.subresource ?? '',
  };
  const request = { schema, manager, force, time: parts.registry.timestamp() };
  const live = parts.store.get(resource.kind, resource.namespaced ? namespace : undefined, name);
  if (live && metadata.resourceVersion && metadata.resourceVersion !== live.metadata.resourceVersion)
    throw modified(resource, name);
  const named = {
    ...object,
    metadata: {
      ...metadata,
      name: metadata.name ?? name,
      ...(resource.namespaced && { namespace: namespace ?? 'default' }),
    },
  };
  if (!live) {
    if (options.subresource) throw notFound(resource, name);
    const fresh = applyConfiguration({ ...request, live: undefined, applied: named });
    const written = parts.registry.create(target.kind, namespace, fresh, { ...options, applied: true });
    return { ...written, created: true };
  }
  const written = parts.registry.update(
    target,
    (current) => applyConfiguration({ ...request, live: current, applied: named }),
    { ...options, applied: true },
  );
  return { ...written, created: false };
};

export interface PatchRequest {
  contentType: string;
  text: string;
  query: URLSearchParams;
}

export const patchObject = (
  parts: WriteParts,
  target: Target & { name: string },
  { contentType, text, query }: PatchRequest,
  options: WriteOptions,
): Written & { created: boolean } => {
  const { resource } = target.kind;
  const [type = ''] = contentType.split(';');
  if (type === patchTypes.apply) {
    const body = parsePatch(text);
    if (!isObject(body)) throw badRequest('error decoding YAML: an object is expected');
    return applyServerSide(parts, target, body, { force: query.get('force') === 'true', options });
  }
  const apply = appliers[type];
  if (!apply) throw unsupportedPatchType();
  const start = type === patchTypes.strategic ? '' : 'error decoding patch: ';
  const patch = parsePatch(text, start);
  const list = type === patchTypes.json;
  if (list ? !Array.isArray(patch) : !isObject(patch))
    throw badRequest(
      `${start}json: cannot unmarshal ${jsonTypeOf(patch)} into Go value of type ${list ? '[]handlers.jsonPatchOp' : 'map[string]interface {}'}`,
    );
  const schema = schemaOf(resource.group, resource.version, resource.kind);
  const change = (current: Unstructured): JsonObject => patched(apply(current, patch, schema));
  const showPatched = (outcome: JsonObject): string =>
    type === patchTypes.strategic ? goText(patch) : JSON.stringify(outcome);
  return {
    ...parts.registry.update(target, change, { ...options, showPatched }),
    created: false,
  };
};

const propagations = ['Foreground', 'Background', 'Orphan', 'nil'];

/** DeleteOptions come in the body, in the query, or both. */
export const deleteOptionsOf = (body: JsonObject, query: URLSearchParams): DeleteOptions => {
  const grace =
    body['gracePeriodSeconds'] ??
    (query.get('gracePeriodSeconds') ? Number(query.get('gracePeriodSeconds')) : undefined);
  const propagation = String(body['propagationPolicy'] ?? query.get('propagationPolicy') ?? '');
  if (propagation && !propagations.slice(0, 3).includes(propagation))
    throw invalidOptions('DeleteOptions', [notSupported('propagationPolicy', propagation, propagations)]);
  const preconditions = isObject(body['preconditions']) ? body['preconditions'] : {};
  const dryRun = [...(Array.isArray(body['dryRun']) ? body['dryRun'] : []), ...query.getAll('dryRun')];
  if (grace !== undefined && (typeof grace !== 'number' || !Number.isFinite(grace)))
    throw badRequest('json: cannot unmarshal into Go struct field DeleteOptions.gracePeriodSeconds of type int64');
  return {
    ...(typeof grace === 'number' && { graceSeconds: grace }),
    ...(propagation && { propagation: propagation as NonNullable<DeleteOptions['propagation']> }),
    dryRun: dryRun.length > 0,
    preconditions: {
      ...(typeof preconditions['uid'] === 'string' && { uid: preconditions['uid'] }),
      ...(typeof preconditions['resourceVersion'] === 'string' && {
        resourceVersion: preconditions['resourceVersion'],
      }),
    },
  };
};

export const deleteObject = (
  parts: WriteParts,
  target: Target & { name: string },
  options: DeleteOptions,
): JsonObject => {
  const { kind, name } = target;
  const { resource } = kind;
  for (const plugin of admissionOf(kind)) plugin.validateDelete?.(resource, name);
  const { object, gone } = parts.remove(target, options);
  if (!gone || kind.returnsDeletedObject) return object;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name,
      ...(resource.group && { group: resource.group }),
      kind: resource.plural,
      uid: object.metadata.uid,
    },
  };
};

export const deleteCollection = (
  parts: WriteParts,
  target: Target,
  query: URLSearchParams,
  options: DeleteOptions,
): JsonObject => {
  const { kind, namespace } = target;
  const { resource } = kind;
  const matches = matcherFor(target, query);
  const found = parts.store.list(resource.kind, resource.namespaced ? namespace : undefined).filter(matches);
  for (const { metadata } of found) parts.remove({ kind, namespace: metadata.namespace, name: metadata.name }, options);
  return {
    kind: `${resource.kind}List`,
    apiVersion: found[0]?.apiVersion ?? 'v1',
    metadata: { resourceVersion: String(parts.store.version) },
    items: found,
  };
};
