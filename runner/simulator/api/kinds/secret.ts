import { isObject } from '../../../core/json.ts';
import type { Secret } from '../../objects/configuration.ts';
import type { Unstructured } from '../../objects/metadata.ts';
import { ageColumn, column, createdAge, nameColumn } from '../columns.ts';
import { type FieldError, invalidValue, required } from '../field-error.ts';
import { countObjects } from '../limits/evaluator.ts';
import { namespaced } from '../resources.ts';
import { validateObjectMetaUpdate } from '../validation/meta.ts';
import type { ApiKind } from './api-kind.ts';
import { validateDataChange, validateDataKeys } from './support/config-data.ts';
import { sizeOf } from './support/text.ts';

const encode = (text: unknown): string => Buffer.from(String(text)).toString('base64');

/** stringData is written only: it becomes data. */
const defaults = (object: Unstructured): Unstructured => {
  const { stringData, ...rest } = object;
  const added = isObject(stringData)
    ? Object.fromEntries(Object.entries(stringData).map(([key, text]) => [key, encode(text)]))
    : {};
  const data = { ...(isObject(object['data']) ? object['data'] : {}), ...added };
  return { ...rest, ...(Object.keys(data).length > 0 && { data }), type: object['type'] || 'Opaque' } as Unstructured;
};

/** Keys that a Secret of a type must have; of several in one entry, one is enough. */
const keysOf: Record<string, readonly string[][]> = {
  'kubernetes.io/tls': [['tls.crt'], ['tls.key']],
  'kubernetes.io/dockercfg': [['.dockercfg']],
  'kubernetes.io/dockerconfigjson': [['.dockerconfigjson']],
  'kubernetes.io/ssh-auth': [['ssh-privatekey']],
  'kubernetes.io/basic-auth': [['username', 'password']],
};

const account = 'kubernetes.io/service-account.name';

/** https://kubernetes.io/docs/concepts/configuration/secret/#secret-types */
const validateType = ({ type = '', data = {}, metadata }: Secret): FieldError[] => {
  const missing = (Object.hasOwn(keysOf, type) ? (keysOf[type] ?? []) : []).filter(
    (keys) => !keys.some((key) => Object.hasOwn(data, key)),
  );
  const unnamed =
    type === 'kubernetes.io/service-account-token' && !metadata.annotations?.[account]
      ? [required(`metadata.annotations[${account}]`)]
      : [];
  return [...unnamed, ...missing.flat().map((key) => required(`data[${key}]`))];
};

const resource = namespaced('v1', 'Secret', 'secrets');

export const secretKind: ApiKind<Secret> = {
  resource,
  defaults,
  validate: (secret) => [...validateDataKeys(secret), ...validateType(secret)],
  validateUpdate: (next, old) => [
    ...validateObjectMetaUpdate(next.metadata, old.metadata),
    ...validateDataKeys(next),
    ...validateDataChange(next, old),
    ...validateType(next),
    ...(old.type === next.type ? [] : [invalidValue('type', next.type, 'field is immutable')]),
  ],
  quota: countObjects(resource, 'secrets'),
  selectableFields: ['type'],
  printer: {
    columns: [nameColumn, column('Type'), column('Data', 0, 'integer'), ageColumn],
    cells: (object, now) => [
      object.metadata.name,
      String(object.type ?? ''),
      sizeOf(object.data),
      createdAge(object, now),
    ],
  },
};
