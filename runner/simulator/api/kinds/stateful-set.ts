import type { StatefulSet } from '../../objects/workloads.ts';
import { ageColumn, column, createdAge, nameColumn } from '../columns.ts';
import { type FieldError, invalidValue } from '../field-error.ts';
import { namespaced } from '../resources.ts';
import type { ApiKind } from './api-kind.ts';
import { defaultTemplate, templateCells, templateColumns } from './support/pod-template.ts';
import { inSpec } from './support/spec.ts';
import { scale, status } from './support/subresources.ts';
import { defaultRollingUpdate, validateWorkload, validateWorkloadUpdate } from './support/workload.ts';

const managements = ['OrderedReady', 'Parallel'];

const validate = (set: StatefulSet): FieldError[] => {
  const management = String(set.spec.podManagementPolicy);
  return [
    ...(managements.includes(management)
      ? []
      : [invalidValue('spec.podManagementPolicy', management, "must be 'OrderedReady' or 'Parallel'")]),
    ...validateWorkload(set),
  ];
};

export const statefulSetKind: ApiKind<StatefulSet> = {
  resource: namespaced('apps/v1', 'StatefulSet', 'statefulsets', { shortNames: ['sts'], categories: ['all'] }),
  subresources: { status, scale },
  defaults: inSpec((spec) => ({
    ...defaultTemplate(spec),
    replicas: spec['replicas'] ?? 1,
    podManagementPolicy: spec['podManagementPolicy'] || 'OrderedReady',
    updateStrategy: defaultRollingUpdate(spec['updateStrategy'], { partition: 0 }),
    revisionHistoryLimit: spec['revisionHistoryLimit'] ?? 10,
    persistentVolumeClaimRetentionPolicy: spec['persistentVolumeClaimRetentionPolicy'] ?? {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    },
  })),
  firstStatus: { availableReplicas: 0, replicas: 0 },
  validate,
  validateUpdate: (next, old) => validateWorkloadUpdate(next, old, validate(next)),
  desired: ({ spec }) => spec,
  scale: { selector: ({ spec }) => spec.selector },
  printer: {
    columns: [nameColumn, column('Ready'), ageColumn, ...templateColumns],
    cells: (set, now) => [
      set.metadata.name,
      `${Number(set.status['readyReplicas'] ?? 0)}/${set.spec.replicas}`,
      createdAge(set, now),
      ...templateCells(set.spec.template),
    ],
  },
};
