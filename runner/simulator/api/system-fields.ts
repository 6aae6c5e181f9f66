import type { JsonObject } from '../../core/json.ts';
import type { Meta, Unstructured } from '../objects/metadata.ts';
import { invalidValue } from './field-error.ts';
import type { ApiKind } from './kinds/api-kind.ts';
import type { WriteOptions } from './read-object.ts';
import { badRequest, conflict, invalid, modified, StatusError } from './status.ts';

/** The parts of an object that a client cannot change, or must name as they are: apiserver/pkg/registry/rest. */

/** Kinds whose status only the subresource writes. */
export const hasStatus = ({ subresources }: ApiKind): boolean => subresources?.['status'] !== undefined;

export const otherNamespace = (): StatusError =>
  badRequest('the namespace of the provided object does not match the namespace sent on the request');

/** Checks that an update means the object that is stored. In a patch the uid is a field like others, and no precondition. */
export const mustBeSame = (
  { resource, isVersionRequired }: ApiKind,
  given: Meta,
  { metadata: old }: Unstructured,
  options: WriteOptions,
): void => {
  const { name, namespace, resourceVersion, uid } = old;
  if (given.name !== name)
    throw badRequest(`the name of the object (${String(given.name)}) does not match the name on the URL (${name})`);
  if (resource.namespaced && given.namespace && given.namespace !== namespace) throw otherNamespace();
  if (options.manager !== undefined && !options.showPatched && given.uid && given.uid !== uid) {
    const key = `${resource.storageKey}/${namespace ? `${namespace}/` : ''}${name}`;
    throw conflict(
      resource,
      name,
      `StorageError: invalid object, Code: 4, Key: /${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${given.uid}, UID in object meta: ${uid}`,
    );
  }
  if (!given.resourceVersion) {
    if (!isVersionRequired || options.manager === undefined) return;
    const fault = invalidValue('metadata.resourceVersion', 0, 'must be specified for an update');
    throw invalid({ ...resource, kind: resource.plural }, name, [fault]);
  }
  if (!/^\d+$/.test(given.resourceVersion))
    throw new StatusError(500, '', `strconv.ParseUint: parsing "${given.resourceVersion}": invalid syntax`);
  if (given.resourceVersion !== resourceVersion) throw modified(resource, name);
};

const kept = ['creationTimestamp', 'generation', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

/** Metadata that an update of the status may change. */
const changeable = ({ labels, annotations, managedFields }: Meta): JsonObject => ({
  ...(labels && { labels }),
  ...(annotations && { annotations }),
  ...(managedFields && { managedFields }),
});

/** Fields that a client cannot change come from the old object. */
export const keepSystemFields = (
  kind: ApiKind,
  next: Unstructured,
  old: Unstructured,
  options: WriteOptions,
): Unstructured => {
  const metadata: Meta = {
    ...next.metadata,
    uid: next.metadata.uid ?? old.metadata.uid,
    ...Object.fromEntries(kept.flatMap((key) => (old.metadata[key] === undefined ? [] : [[key, old.metadata[key]]]))),
  };
  if (!hasStatus(kind)) return { ...next, metadata };
  const { status, ...rest } = next;
  if (options.subresource === 'status')
    return {
      ...old,
      metadata: { ...old.metadata, ...changeable(metadata) },
      ...(status !== undefined && { status }),
    };
  const { status: current } = old;
  return {
    ...rest,
    apiVersion: next.apiVersion,
    kind: next.kind,
    metadata,
    ...(current !== undefined && { status: current }),
  };
};
