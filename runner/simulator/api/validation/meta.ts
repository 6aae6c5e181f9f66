import { isSameJson } from '../../../core/json.ts';
import type { LabelSelector, Labels } from '../../../core/labels.ts';
import type { Meta } from '../../objects/metadata.ts';
import { type FieldError, forbiddenField, invalidValue, required, tooLong } from '../field-error.ts';
import { faultsOfDns1123Subdomain, faultsOfLabelValue, faultsOfQualifiedName } from './names.ts';

/** Nothing has been checked yet: anything may be missing. */
type Expression = Partial<NonNullable<LabelSelector['matchExpressions']>[number]>;

export const validateLabels = (labels: Labels | undefined, field: string): FieldError[] =>
  Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...faultsOfQualifiedName(key).map((words) => invalidValue(field, key, words)),
    ...faultsOfLabelValue(value).map((words) => invalidValue(field, value, words)),
  ]);

const validateOperator = (operator: string, values: readonly string[], at: string): FieldError[] => {
  if (operator === 'In' || operator === 'NotIn')
    return values.length > 0 ? [] : [required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
  if (operator !== 'Exists' && operator !== 'DoesNotExist')
    return [invalidValue(`${at}.operator`, operator, 'not a valid selector operator')];
  return values.length === 0
    ? []
    : [forbiddenField(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
};

const validateExpression = ({ key = '', operator = '', values = [] }: Expression, at: string): FieldError[] => [
  ...validateOperator(operator, values, at),
  ...faultsOfQualifiedName(key).map((words) => invalidValue(`${at}.key`, key, words)),
  ...values.flatMap((value, index) =>
    faultsOfLabelValue(value).map((words) => invalidValue(`${at}.values[${index}]`, value, words)),
  ),
];

/** ValidateLabelSelector. */
export const validateLabelSelector = (selector: LabelSelector | undefined, at: string): FieldError[] => [
  ...validateLabels(selector?.matchLabels, `${at}.matchLabels`),
  ...(selector?.matchExpressions ?? []).flatMap((each, index) =>
    validateExpression(each, `${at}.matchExpressions[${index}]`),
  ),
];

const maxAnnotations = 256 * 1024;

const validateAnnotations = (annotations: Labels | undefined): FieldError[] => {
  const entries = Object.entries(annotations ?? {});
  const size = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return [
    ...entries.flatMap(([key]) =>
      faultsOfQualifiedName(key.toLowerCase()).map((words) => invalidValue('metadata.annotations', key, words)),
    ),
    ...(size > maxAnnotations ? [tooLong('metadata.annotations', maxAnnotations)] : []),
  ];
};

/** Labels and annotations: ValidateObjectMeta, but for the name. */
export const validateLabelsAndAnnotations = (metadata: Meta): FieldError[] => [
  ...validateLabels(metadata.labels, 'metadata.labels'),
  ...validateAnnotations(metadata.annotations),
];

/** Names are checked at creation only. */
export const validateObjectMeta = (metadata: Meta, validateName = faultsOfDns1123Subdomain): FieldError[] => [
  ...(metadata.name
    ? validateName(metadata.name).map((words) => invalidValue('metadata.name', metadata.name, words))
    : [required('metadata.name', 'name or generateName is required')]),
  ...validateLabelsAndAnnotations(metadata),
];

const frozen = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp'] as const;

/** ValidateObjectMetaUpdate. */
export const validateObjectMetaChange = (metadata: Meta, old: Meta): FieldError[] => {
  const added = metadata.finalizers?.filter((each) => !old.finalizers?.includes(each)) ?? [];
  return [
    ...(old.deletionTimestamp && added.length > 0
      ? [
          forbiddenField(
            'metadata.finalizers',
            `no new finalizers can be added if the object is being deleted, found new finalizers ${JSON.stringify(added)}`,
          ),
        ]
      : []),
    ...frozen
      .filter((key) => !isSameJson(metadata[key], old[key]))
      .map((key) => invalidValue(`metadata.${key}`, metadata[key], 'field is immutable')),
    ...validateLabelsAndAnnotations(metadata),
  ];
};

/** Upstream checks labels and annotations twice at an update: most kinds call ValidateObjectMeta too. */
export const validateObjectMetaUpdate = (metadata: Meta, old: Meta): FieldError[] => [
  ...validateObjectMetaChange(metadata, old),
  ...validateLabelsAndAnnotations(metadata),
];
