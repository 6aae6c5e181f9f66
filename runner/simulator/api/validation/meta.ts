import { isSame, type Labels, type Meta } from '../../objects/objects.ts';
import { type FieldError, forbiddenField, invalidValue, required, tooLong } from '../field-error.ts';
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

export const faultsOfLabels = (labels: Labels | undefined, field: string): FieldError[] =>
  Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...faultsOfQualifiedName(key).map((words) => invalidValue(field, key, words)),
    ...faultsOfLabelValue(value).map((words) => invalidValue(field, value, words)),
  ]);

const maxAnnotations = 256 * 1024;

const faultsOfAnnotations = (annotations: Labels | undefined): FieldError[] => {
  const entries = Object.entries(annotations ?? {});
  const size = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return [
    ...entries.flatMap(([key]) =>
      faultsOfQualifiedName(key.toLowerCase()).map((words) => invalidValue('metadata.annotations', key, words)),
    ),
    ...(size > maxAnnotations ? [tooLong('metadata.annotations', maxAnnotations)] : []),
  ];
};

const faultsOfMarks = (metadata: Meta): FieldError[] => [
  ...faultsOfLabels(metadata.labels, 'metadata.labels'),
  ...faultsOfAnnotations(metadata.annotations),
];

/** Names are checked at creation only. */
export const faultsOfMeta = (resource: Resource, metadata: Meta): FieldError[] => {
  const rule = nameRules[resource.kind] ?? faultsOfDns1123Subdomain;
  return [
    ...(metadata.name
      ? rule(metadata.name).map((words) => invalidValue('metadata.name', metadata.name, words))
      : [required('metadata.name', 'name or generateName is required')]),
    ...faultsOfMarks(metadata),
  ];
};

const frozen = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp'] as const;

const faultsOfChange = (metadata: Meta, old: Meta): FieldError[] => {
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
      .filter((key) => !isSame(metadata[key], old[key]))
      .map((key) => invalidValue(`metadata.${key}`, metadata[key], 'field is immutable')),
    ...faultsOfMarks(metadata),
  ];
};

/** Kinds whose own checks look at the change of the metadata alone; all others look at the metadata as it is too. */
const changeOnly = new Set(['Service', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet']);

/** The API server looks at the metadata for all kinds alike, and then each kind does again: causes come repeatedly. */
export const faultsOfMetaUpdate = ({ kind }: Resource, metadata: Meta, old: Meta): FieldError[] => {
  const [marks, change] = [faultsOfMarks(metadata), faultsOfChange(metadata, old)];
  return [...marks, ...change, ...(kind === 'EndpointSlice' ? [] : change), ...(changeOnly.has(kind) ? [] : marks)];
};
