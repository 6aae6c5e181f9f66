import { selectorText } from '../../../core/labels.ts';
import type { Deployment } from '../../objects/workloads.ts';
import { ageColumn, column, createdAge, nameColumn } from '../columns.ts';
import { type FieldError, forbiddenField, notSupported } from '../field-error.ts';
import { namespaced } from '../resources.ts';
import type { ApiKind } from './api-kind.ts';
import { defaultTemplate, templateCells, templateColumns } from './support/pod-template.ts';
import { inSpec } from './support/spec.ts';
import { scale, status } from './support/subresources.ts';
import { defaultRollingUpdate, validateWorkload, validateWorkloadUpdate } from './support/workload.ts';

const strategies = ['Recreate', 'RollingUpdate'];

/** Messages show the API server's own types, whose fields have Go's names. */
const validateStrategy = ({ spec }: Deployment): FieldError[] => {
  const { strategy } = spec;
  const type = String(strategy?.type);
  if (!strategies.includes(type))
    return [notSupported('spec.strategy', { Type: type, RollingUpdate: null }, strategies)];
  if (type === 'Recreate' && strategy.rollingUpdate !== undefined)
    return [forbiddenField('spec.strategy.rollingUpdate', "may not be specified when strategy `type` is 'Recreate'")];
  return [];
};

const validate = (deployment: Deployment): FieldError[] => [
  ...validateWorkload(deployment),
  ...validateStrategy(deployment),
];

export const deploymentKind: ApiKind<Deployment> = {
  resource: namespaced('apps/v1', 'Deployment', 'deployments', { shortNames: ['deploy'], categories: ['all'] }),
  subresources: { status, scale },
  defaults: inSpec((spec) => ({
    ...defaultTemplate(spec),
    replicas: spec['replicas'] ?? 1,
    strategy: defaultRollingUpdate(spec['strategy'], { maxUnavailable: '25%', maxSurge: '25%' }),
    revisionHistoryLimit: spec['revisionHistoryLimit'] ?? 10,
    progressDeadlineSeconds: spec['progressDeadlineSeconds'] ?? 600,
  })),
  validate,
  validateUpdate: (next, old) => validateWorkloadUpdate(next, old, validate(next)),
  desired: ({ spec }) => spec,
  scale: { selector: ({ spec }) => spec.selector },
  printer: {
    columns: [
      nameColumn,
      column('Ready'),
      column('Up-to-date', 0, 'integer'),
      column('Available', 0, 'integer'),
      ageColumn,
      ...templateColumns,
      column('Selector', 1),
    ],
    cells: ({ metadata, spec, status }, now) => [
      metadata.name,
      `${Number(status['readyReplicas'] ?? 0)}/${spec.replicas}`,
      Number(status['updatedReplicas'] ?? 0),
      Number(status['availableReplicas'] ?? 0),
      createdAge({ metadata }, now),
      ...templateCells(spec.template),
      selectorText(spec.selector),
    ],
  },
};
