import { isObject, type JsonObject, type JsonValue } from '../../../../core/json.ts';
import { column, nameColumn } from '../../columns.ts';
import { namespaced } from '../../resources.ts';
import { validateObjectMetaUpdate } from '../../validation/meta.ts';
import type { ApiKind } from '../api-kind.ts';
import { inSpec } from '../support/spec.ts';
import { validateLimitRange } from './validation.ts';

const mapOf = (value: JsonValue | undefined): JsonObject => (isObject(value) ? value : {});

const isEmpty = (list: JsonObject): boolean => Object.keys(list).length === 0;

/** For containers, the largest limit is the default limit, that the default request, and the least comes last. */
const defaultItem = (item: JsonObject): JsonObject => {
  if (item['type'] !== 'Container') return item;
  const limit = { ...mapOf(item['max']), ...mapOf(item['default']) };
  const request = { ...mapOf(item['min']), ...limit, ...mapOf(item['defaultRequest']) };
  return {
    ...item,
    ...(!isEmpty(limit) && { default: limit }),
    ...(!isEmpty(request) && { defaultRequest: request }),
  };
};

export const limitRangeKind: ApiKind = {
  resource: namespaced('v1', 'LimitRange', 'limitranges', { shortNames: ['limits'] }),
  defaults: inSpec((spec) => ({
    ...spec,
    limits: Array.isArray(spec['limits'])
      ? spec['limits'].map((each) => (isObject(each) ? defaultItem(each) : each))
      : null,
  })),
  validate: validateLimitRange,
  validateUpdate: (next, old) => [
    ...validateObjectMetaUpdate(next.metadata, old.metadata),
    ...validateLimitRange(next),
  ],
  printer: {
    columns: [nameColumn, column('Created At')],
    cells: ({ metadata }) => [metadata.name, metadata.creationTimestamp ?? ''],
  },
};
