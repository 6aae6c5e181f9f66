import type { JsonObject } from '../../../core/json.ts';
import { type Labels, selectorText } from '../../../core/labels.ts';
import { isTrue } from '../../objects/metadata.ts';
import type { Job } from '../../objects/workloads.ts';
import { ageColumn, ageOf, column, createdAge, humanDuration, nameColumn } from '../columns.ts';
import { type FieldError, invalidValue, notSupported } from '../field-error.ts';
import { namespaced } from '../resources.ts';
import { validateObjectMetaUpdate } from '../validation/meta.ts';
import type { ApiKind } from './api-kind.ts';
import {
  defaultTemplate,
  templateCells,
  templateColumns,
  validatePodTemplate,
  warningsOfPodName,
} from './support/pod-template.ts';
import { inSpec } from './support/spec.ts';
import { status } from './support/subresources.ts';
import { validateImmutableFields } from './support/workload.ts';

const defaultJobSpec = (spec: JsonObject): JsonObject => {
  const isSingle = spec['completions'] === undefined && spec['parallelism'] === undefined;
  return {
    ...defaultTemplate(spec),
    ...(isSingle && { completions: 1 }),
    parallelism: spec['parallelism'] ?? 1,
    backoffLimit: spec['backoffLimit'] ?? 6,
    completionMode: spec['completionMode'] || 'NonIndexed',
    suspend: spec['suspend'] ?? false,
    manualSelector: spec['manualSelector'] ?? false,
    podReplacementPolicy: spec['podReplacementPolicy'] ?? 'TerminatingOrFailed',
  };
};

/** Labels by which a Job finds its pods. */
const jobLabels = ({ metadata }: Job): Labels => ({
  'batch.kubernetes.io/controller-uid': metadata.uid,
  'batch.kubernetes.io/job-name': metadata.name,
  'controller-uid': metadata.uid,
  'job-name': metadata.name,
});

/** A Job selects by its own identity, unless it says that it has a selector of its own. */
const withIdentity = (job: Job): Job => {
  const { spec, metadata } = job;
  if (spec['manualSelector'] === true) return job;
  // A template may be missing until it has been checked.
  const given: Partial<Job['spec']['template']> = spec.template ?? {};
  const labels = { ...jobLabels(job), ...given.metadata?.labels };
  const template = { ...spec.template, metadata: { ...given.metadata, labels } };
  const identity = { 'batch.kubernetes.io/controller-uid': metadata.uid };
  const selector = { ...spec.selector, matchLabels: { ...identity, ...spec.selector?.matchLabels } };
  const own = Object.keys(metadata.labels ?? {}).length > 0 ? metadata.labels : labels;
  return { ...job, metadata: { ...metadata, ...(own && { labels: own }) }, spec: { ...spec, selector, template } };
};

const amounts = ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'];
const modes = ['NonIndexed', 'Indexed'];

/** validateJobSpec: the spec of a Job, or of those that a CronJob makes. */
export const validateJobSpec = (spec: Job['spec'], at: string): FieldError[] => [
  ...amounts
    .filter((key) => Number(spec[key] ?? 0) < 0)
    .map((key) => invalidValue(`${at}.${key}`, spec[key], 'must be greater than or equal to 0')),
  ...(spec.completionMode === undefined || modes.includes(spec.completionMode)
    ? []
    : [notSupported(`${at}.completionMode`, spec.completionMode, modes)]),
  ...validatePodTemplate(spec.template, ['OnFailure', 'Never'], `${at}.template`),
];

const validate = ({ spec }: Job): FieldError[] => validateJobSpec(spec, 'spec');

const statusText = ({ status, metadata }: Job): string => {
  if (isTrue(status.conditions, 'Complete')) return 'Complete';
  if (isTrue(status.conditions, 'Failed')) return 'Failed';
  if (metadata.deletionTimestamp) return 'Terminating';
  if (isTrue(status.conditions, 'Suspended')) return 'Suspended';
  return 'Running';
};

const durationText = ({ status }: Job, now: number): string => {
  if (!status.startTime) return '';
  const end = status['completionTime'];
  return typeof end === 'string'
    ? humanDuration(Date.parse(end) - Date.parse(status.startTime))
    : ageOf(status.startTime, now);
};

export const jobKind: ApiKind<Job> = {
  resource: namespaced('batch/v1', 'Job', 'jobs', { categories: ['all'] }),
  subresources: { status },
  defaults: inSpec(defaultJobSpec),
  prepareForCreate: withIdentity,
  validate,
  validateUpdate: (next, old) => [
    ...validateObjectMetaUpdate(next.metadata, old.metadata),
    ...validate(next),
    ...validateImmutableFields(next, old, ['selector', 'template', 'completions']),
  ],
  desired: ({ spec }) => spec,
  warnings: ({ metadata }, isNew) => (isNew ? warningsOfPodName(metadata.name) : []),
  selectableFields: ['status.successful'],
  printer: {
    columns: [
      nameColumn,
      column('Status'),
      column('Completions'),
      column('Duration'),
      ageColumn,
      ...templateColumns,
      column('Selector', 1),
    ],
    cells: (job, now) => [
      job.metadata.name,
      statusText(job),
      `${job.status.succeeded ?? 0}/${job.spec.completions ?? `1 of ${job.spec.parallelism ?? 1}`}`,
      durationText(job, now),
      createdAge(job, now),
      ...templateCells(job.spec.template),
      selectorText(job.spec.selector),
    ],
  },
};
