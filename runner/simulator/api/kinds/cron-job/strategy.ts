import { isObject, type JsonObject } from '../../../../core/json.ts';
import { type Labels, selectorText } from '../../../../core/labels.ts';
import type { Typed } from '../../../objects/metadata.ts';
import type { Job } from '../../../objects/workloads.ts';
import { ageColumn, ageOf, column, createdAge, nameColumn } from '../../columns.ts';
import { type FieldError, invalidValue, notSupported, required } from '../../field-error.ts';
import { namespaced } from '../../resources.ts';
import { validateObjectMetaChange } from '../../validation/meta.ts';
import type { ApiKind } from '../api-kind.ts';
import { validateJobSpec } from '../job.ts';
import { defaultTemplate, templateCells, templateColumns, warningsOfPodName } from '../support/pod-template.ts';
import { inSpec } from '../support/spec.ts';
import { status } from '../support/subresources.ts';
import { parseSchedule } from './schedule.ts';
import { isTimeZone } from './time-zone.ts';

export type JobReference = {
  apiVersion: string;
  kind: string;
  name: string;
  namespace: string;
  resourceVersion: string;
  uid: string;
};

export type CronJob = Typed<
  JsonObject & {
    schedule: string;
    timeZone?: string;
    concurrencyPolicy: string;
    suspend?: boolean;
    startingDeadlineSeconds?: number;
    successfulJobsHistoryLimit?: number;
    failedJobsHistoryLimit?: number;
    jobTemplate: JsonObject & {
      metadata?: JsonObject & { labels?: Labels; annotations?: Labels };
      spec: Job['spec'];
    };
  },
  JsonObject & { active?: JobReference[]; lastScheduleTime?: string; lastSuccessfulTime?: string }
>;

declare module '../../../objects/kinds.ts' {
  interface Kinds {
    CronJob: CronJob;
  }
}

const defaultJobTemplate = (template: JsonObject): JsonObject => ({
  ...template,
  metadata: isObject(template['metadata']) ? template['metadata'] : {},
  spec: defaultTemplate(isObject(template['spec']) ? template['spec'] : {}),
});

/** The name of a Job is that of its CronJob, a hyphen and ten digits. */
const longestName = 63 - 11;

const policies = ['Allow', 'Forbid', 'Replace'];
const limits = ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit'] as const;

const validateAmount = (amount: number | undefined, at: string): FieldError[] =>
  (amount ?? 0) < 0 ? [invalidValue(at, amount, 'must be greater than or equal to 0')] : [];

const validateSchedule = (schedule: string | undefined): FieldError[] => {
  const at = 'spec.schedule';
  if (!schedule) return [required(at)];
  const parsed = parseSchedule(schedule);
  return [
    ...('fault' in parsed ? [invalidValue(at, schedule, parsed.fault)] : []),
    ...(schedule.includes('TZ')
      ? [invalidValue(at, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')]
      : []),
  ];
};

const isZonePart = (part: string): boolean =>
  part !== '.' && part !== '..' && !part.startsWith('-') && /^[A-Za-z.\-_0-9+]{1,14}$/.test(part);

const validateTimeZone = (zone: string | undefined): FieldError[] => {
  const refuse = (words: string): FieldError[] => [invalidValue('spec.timeZone', zone, words)];
  if (zone === undefined) return [];
  if (zone === '') return refuse('timeZone must be nil or non-empty string');
  if (!zone.split('/').every(isZonePart)) return refuse(`unknown time zone ${zone}`);
  return [
    ...(zone.toLowerCase() === 'local'
      ? refuse('timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')
      : []),
    // Go knows one that is called Local: that of the machine.
    ...(zone === 'Local' || isTimeZone(zone) ? [] : refuse(`unknown time zone ${zone}`)),
  ];
};

const validateJobTemplate = ({ spec }: CronJob['spec']['jobTemplate']): FieldError[] => {
  const at = 'spec.jobTemplate.spec';
  return [
    ...validateJobSpec(spec, at),
    ...(spec.selector ? [invalidValue(`${at}.selector`, spec.selector, '`selector` will be auto-generated')] : []),
    ...(spec['manualSelector'] === true ? [notSupported(`${at}.manualSelector`, true, ['nil', 'false'])] : []),
  ];
};

/** validateCronJobSpec. A time zone that was taken once is not looked at again. */
const validateSpec = (spec: CronJob['spec'], old?: CronJob['spec']): FieldError[] => [
  ...validateSchedule(spec.schedule),
  ...validateAmount(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds'),
  ...(old && old.timeZone === spec.timeZone ? [] : validateTimeZone(spec.timeZone)),
  ...(policies.includes(spec.concurrencyPolicy)
    ? []
    : [notSupported('spec.concurrencyPolicy', spec.concurrencyPolicy, policies)]),
  ...validateJobTemplate(spec.jobTemplate),
  ...limits.flatMap((key) => validateAmount(spec[key], `spec.${key}`)),
];

const suspendText = (isSuspended: boolean | undefined): string => {
  if (isSuspended === undefined) return '<unset>';
  return isSuspended ? 'True' : 'False';
};

/** https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ */
export const cronJobKind: ApiKind<CronJob> = {
  resource: namespaced('batch/v1', 'CronJob', 'cronjobs', { shortNames: ['cj'], categories: ['all'] }),
  subresources: { status },
  defaults: inSpec((spec) => ({
    ...spec,
    concurrencyPolicy: spec['concurrencyPolicy'] || 'Allow',
    suspend: spec['suspend'] ?? false,
    successfulJobsHistoryLimit: spec['successfulJobsHistoryLimit'] ?? 3,
    failedJobsHistoryLimit: spec['failedJobsHistoryLimit'] ?? 1,
    jobTemplate: defaultJobTemplate(isObject(spec['jobTemplate']) ? spec['jobTemplate'] : {}),
  })),
  validate: ({ metadata: { name }, spec }) => [
    ...validateSpec(spec),
    ...(name.length > longestName
      ? [invalidValue('metadata.name', name, `must be no more than ${longestName} characters`)]
      : []),
  ],
  validateUpdate: (next, old) => [
    ...validateObjectMetaChange(next.metadata, old.metadata),
    ...validateSpec(next.spec, old.spec),
  ],
  desired: ({ spec }) => spec,
  warnings: ({ metadata }, isNew) => (isNew ? warningsOfPodName(metadata.name) : []),
  printer: {
    columns: [
      nameColumn,
      column('Schedule'),
      column('Timezone'),
      column('Suspend', 0, 'boolean'),
      column('Active', 0, 'integer'),
      column('Last Schedule'),
      ageColumn,
      ...templateColumns,
      column('Selector', 1),
    ],
    cells: (cron, now) => [
      cron.metadata.name,
      cron.spec.schedule,
      cron.spec.timeZone ?? '<none>',
      suspendText(cron.spec.suspend),
      cron.status.active?.length ?? 0,
      cron.status.lastScheduleTime === undefined ? '<none>' : ageOf(cron.status.lastScheduleTime, now),
      createdAge(cron, now),
      ...templateCells(cron.spec.jobTemplate.spec.template),
      selectorText(cron.spec.jobTemplate.spec.selector) || '<none>',
    ],
  },
};
