import type { Unstructured } from '../../objects/metadata.ts';
import type { FieldError } from '../field-error.ts';
import type { ApiKind } from '../kinds/api-kind.ts';
import {
  validateLabelsAndAnnotations,
  validateObjectMeta,
  validateObjectMetaChange,
  validateObjectMetaUpdate,
} from './meta.ts';

/** All faults of an object that is created. */
export const validate = (kind: ApiKind, object: Unstructured): FieldError[] => [
  ...validateObjectMeta(object.metadata, kind.validateName),
  ...(kind.validate?.(object) ?? []),
];

/**
 * All faults of an object that is updated. The API server looks at the metadata for all kinds alike, and then each kind does
 * again: causes come repeatedly.
 */
export const validateUpdate = (kind: ApiKind, object: Unstructured, old: Unstructured): FieldError[] => [
  ...validateLabelsAndAnnotations(object.metadata),
  ...validateObjectMetaChange(object.metadata, old.metadata),
  ...(kind.validateUpdate?.(object, old) ?? validateObjectMetaUpdate(object.metadata, old.metadata)),
];
