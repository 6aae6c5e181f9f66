import { applyPatch, type Operation } from 'rfc6902';
import { isObject, type JsonObject, type JsonValue } from '../../../core/json.ts';
import { badRequest, StatusError } from '../status.ts';

const operations = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/** JSON patch, RFC 6902. Refuses with 422, as the API server does, when an operation cannot be applied. */
export const applyJsonPatch = (target: JsonObject, patch: JsonValue): JsonObject => {
  if (!Array.isArray(patch)) throw badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  if (patch.length > 10_000)
    throw new StatusError(413, 'RequestEntityTooLarge', 'The allowed maximum operations in a JSON patch is 10000');
  for (const each of patch)
    if (
      !isObject(each) ||
      !operations.has(String(each['op'])) ||
      typeof each['path'] !== 'string' ||
      /(^|\/)(__proto__|constructor|prototype)(\/|$)/.test(`${each['path']}|${each['from'] ?? ''}`)
    )
      throw new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  const copy = structuredClone(target);
  const failed = applyPatch(copy, patch as unknown as Operation[]).find((each) => each !== null);
  if (failed)
    throw new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
  return copy;
};
