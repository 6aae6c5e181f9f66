import { isSameJson } from '../../../../core/json.ts';
import type { Labels } from '../../../../core/labels.ts';
import type { Unstructured } from '../../../objects/metadata.ts';
import { type FieldError, forbiddenField, invalidValue } from '../../field-error.ts';

/** A ConfigMap or a Secret. */
export interface ConfigData extends Unstructured {
  data?: Labels;
  binaryData?: Labels;
}

const pattern = /^[-._a-zA-Z0-9]+$/;

export const validateDataKeys = ({ data, binaryData }: ConfigData): FieldError[] =>
  [...Object.keys(data ?? {}), ...Object.keys(binaryData ?? {})]
    .filter((key) => !pattern.test(key) || key.length > 253)
    .map((key) =>
      invalidValue(
        `data[${key}]`,
        key,
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
      ),
    );

/** https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-immutable */
export const validateDataChange = (object: ConfigData, old: ConfigData): FieldError[] =>
  old['immutable'] === true && !isSameJson(object.data, old.data)
    ? [forbiddenField('data', 'field is immutable when `immutable` is set')]
    : [];
