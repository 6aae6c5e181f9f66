import { isSameJson } from '../../../core/json.ts';
import { selectorText } from '../../../core/labels.ts';
import type { DaemonSet } from '../../objects/workloads.ts';
import { ageColumn, column, createdAge, nameColumn, pairsText } from '../columns.ts';
import type { FieldError } from '../field-error.ts';
import { namespaced } from '../resources.ts';
import type { ApiKind } from './api-kind.ts';
import { defaultTemplate, templateCells, templateColumns } from './support/pod-template.ts';
import { inSpec } from './support/spec.ts';
import { status } from './support/subresources.ts';
import { defaultRollingUpdate, validateWorkload, validateWorkloadUpdate } from './support/workload.ts';

const generation = 'deprecated.daemonset.template.generation';

const generationOf = ({ metadata }: DaemonSet): number => Number(metadata.annotations?.[generation] ?? 0);

const withGeneration = (set: DaemonSet, count: number): DaemonSet => {
  const annotations = { ...set.metadata.annotations, [generation]: String(count) };
  return { ...set, metadata: { ...set.metadata, annotations } };
};

const validate = (set: DaemonSet): FieldError[] => validateWorkload(set, false);

const counts = [
  ['Desired', 'desiredNumberScheduled'],
  ['Current', 'currentNumberScheduled'],
  ['Ready', 'numberReady'],
  ['Up-to-date', 'updatedNumberScheduled'],
  ['Available', 'numberAvailable'],
] as const;

export const daemonSetKind: ApiKind<DaemonSet> = {
  resource: namespaced('apps/v1', 'DaemonSet', 'daemonsets', { shortNames: ['ds'], categories: ['all'] }),
  subresources: { status },
  defaults: inSpec((spec) => ({
    ...defaultTemplate(spec),
    updateStrategy: defaultRollingUpdate(spec['updateStrategy'], { maxUnavailable: 1, maxSurge: 0 }),
    revisionHistoryLimit: spec['revisionHistoryLimit'] ?? 10,
  })),
  firstStatus: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  prepareForCreate: (set) => withGeneration(set, 1),
  prepareForUpdate: (set, old) =>
    withGeneration(set, generationOf(old) + (isSameJson(old.spec.template, set.spec.template) ? 0 : 1)),
  validate,
  validateUpdate: (next, old) => validateWorkloadUpdate(next, old, validate(next)),
  desired: ({ spec }) => spec,
  printer: {
    columns: [
      nameColumn,
      ...counts.map(([name]) => column(name, 0, 'integer')),
      column('Node Selector'),
      ageColumn,
      ...templateColumns,
      column('Selector', 1),
    ],
    cells: (set, now) => [
      set.metadata.name,
      ...counts.map(([, field]) => Number(set.status[field] ?? 0)),
      pairsText(set.spec.template.spec.nodeSelector),
      createdAge(set, now),
      ...templateCells(set.spec.template),
      selectorText(set.spec.selector),
    ],
  },
};
