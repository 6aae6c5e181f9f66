import { type FieldFault, forbiddenField, invalidValue, required, tooLong } from '../field-fault.ts';
import { isSame, type Meta, type Words } from '../objects.ts';
import type { Resource } from '../resources.ts';
import {
  faultsOfDns1035Label,
  faultsOfDns1123Label,
  faultsOfDns1123Subdomain,
  faultsOfLabelValue,
  faultsOfQualifiedName,
} from './names.ts';

const nameRules: Record<string, (text: string) => string[]> = {
  Service: faultsOfDns1035Label,
  Namespace: faultsOfDns1123Label,
};

export const faultsOfLabels = (labels: Words | undefined, field: string): FieldFault[] =>
  Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...faultsOfQualifiedName(key).map((words) => invalidValue(field, key, words)),
    ...faultsOfLabelValue(value).map((words) => invalidValue(field, value, words)),
  ]);

const maxAnnotations = 256 * 1024;

const faultsOfAnnotations = (annotations: Words | undefined): FieldFault[] => {
  const entries = Object.entries(annotations ?? {});
  const size = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return [
    ...entries.flatMap(([key]) =>
      faultsOfQualifiedName(key.toLowerCase()).map((words) => invalidValue('metadata.annotations', key, words)),
    ),
    ...(size > maxAnnotations ? [tooLong('metadata.annotations', maxAnnotations)] : []),
  ];
};

/** Names are checked at creation only. */
export const faultsOfMeta = (resource: Resource, metadata: Meta): FieldFault[] => {
  const rule = nameRules[resource.kind] ?? faultsOfDns1123Subdomain;
  return [
    ...(metadata.name
      ? rule(metadata.name).map((words) => invalidValue('metadata.name', metadata.name, words))
      : [required('metadata.name', 'name or generateName is required')]),
    ...faultsOfLabels(metadata.labels, 'metadata.labels'),
    ...faultsOfAnnotations(metadata.annotations),
  ];
};

const frozen = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp'] as const;

export const faultsOfMetaUpdate = (metadata: Meta, old: Meta): FieldFault[] => [
  ...frozen
    .filter((key) => !isSame(metadata[key], old[key]))
    .map((key) => invalidValue(`metadata.${key}`, metadata[key], 'field is immutable')),
  ...(old.deletionTimestamp && metadata.finalizers?.some((each) => !old.finalizers?.includes(each))
    ? [
        forbiddenField(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers ${JSON.stringify(
            metadata.finalizers.filter((each) => !old.finalizers?.includes(each)),
          )}`,
        ),
      ]
    : []),
  ...faultsOfLabels(metadata.labels, 'metadata.labels'),
  ...faultsOfAnnotations(metadata.annotations),
];
