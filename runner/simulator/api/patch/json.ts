import { applyPatch, type Operation } from 'rfc6902';
import { isObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import { badRequest, StatusError } from '../status.ts';

const operations = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/** Paths that would reach JavaScript's own objects are none. */
const isOperation = (value: unknown): value is Operation =>
  isObject(value) &&
  operations.has(String(value['op'])) &&
  typeof value['path'] === 'string' &&
  !/(^|\/)(__proto__|constructor|prototype)(\/|$)/.test(`${value['path']}|${value['from'] ?? ''}`);

const rejected = (): StatusError =>
  new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});

/** JSON patch, RFC 6902. Refuses with 422, as the API server does, when an operation cannot be applied. */
export const applyJsonPatch = (target: JsonObject, patch: JsonValue): JsonObject => {
  if (!Array.isArray(patch)) throw badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  if (patch.length > 10_000)
    throw new StatusError(413, 'RequestEntityTooLarge', 'The allowed maximum operations in a JSON patch is 10000');
  const list: unknown[] = patch;
  if (!list.every(isOperation)) throw rejected();
  const copy = structuredClone(target);
  if (applyPatch(copy, list).some((each) => each !== null)) throw rejected();
  return copy;
};
