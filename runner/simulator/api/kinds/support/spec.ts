import { isObject, type JsonObject } from '../../../../core/json.ts';
import type { Unstructured } from '../../../objects/metadata.ts';

/** The spec of an object that has not been checked; an empty one where it is missing. */
export const specOf = (object: JsonObject): JsonObject => (isObject(object['spec']) ? object['spec'] : {});

export const statusOf = (object: JsonObject): JsonObject => (isObject(object['status']) ? object['status'] : {});

/** Defaults that concern the spec alone. */
export const inSpec =
  (change: (spec: JsonObject) => JsonObject) =>
  (object: Unstructured): Unstructured => ({ ...object, spec: change(specOf(object)) });
