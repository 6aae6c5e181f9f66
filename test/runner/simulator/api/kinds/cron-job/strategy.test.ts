import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../../../runner/core/json.ts';
import { cronJobKind } from '../../../../../../runner/simulator/api/kinds/cron-job/strategy.ts';
import { makeApi, rowOf } from '../../../cluster.ts';
import { container } from '../../../workloads.ts';

const jobTemplate = { spec: { template: { spec: { containers: [container], restartPolicy: 'OnFailure' } } } };
const create = (spec: JsonObject, name = 'c') =>
  makeApi().create('CronJob', { metadata: { name }, spec: { schedule: '* * * * *', jobTemplate, ...spec } });

describe('CronJob', () => {
  it('runs side by side, and keeps three Jobs that succeeded and one that failed', () => {
    const made = create({});
    const { jobTemplate: template, ...spec } = made['spec'] as JsonObject;
    assert.deepEqual(spec, {
      schedule: '* * * * *',
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    });
    // Nothing of a Job is filled in yet but the pods.
    const { metadata, spec: job } = template as { metadata: JsonObject; spec: JsonObject };
    assert.deepEqual([metadata, Object.keys(job)], [{}, ['template']]);
    assert.equal(made.metadata.generation, 1);
  });

  for (const [spec, message] of [
    [{ schedule: '' }, 'spec.schedule: Required value'],
    [
      { schedule: '61 * * * *' },
      'spec.schedule: Invalid value: "61 * * * *": end of range (61) above maximum (59): 61',
    ],
    [{ timeZone: 'Europe/Wien' }, 'spec.timeZone: Invalid value: "Europe/Wien": unknown time zone Europe/Wien'],
    [
      { timeZone: 'Local' },
      'spec.timeZone: Invalid value: "Local": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
    ],
    [
      { startingDeadlineSeconds: -1 },
      'spec.startingDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      { concurrencyPolicy: 'Skip' },
      'spec.concurrencyPolicy: Unsupported value: "Skip": supported values: "Allow", "Forbid", "Replace"',
    ],
    [
      { failedJobsHistoryLimit: -1 },
      'spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      { jobTemplate: { spec: { template: { spec: { containers: [container] } } } } },
      'spec.jobTemplate.spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ],
    [
      { jobTemplate: { spec: { ...jobTemplate.spec, selector: { matchLabels: { a: 'b' } } } } },
      'spec.jobTemplate.spec.selector: Invalid value: {"matchLabels":{"a":"b"}}: `selector` will be auto-generated',
    ],
  ] as const)
    it(message, () =>
      assert.throws(() => create(spec as never), {
        code: 422,
        message: `CronJob.batch "c" is invalid: ${message}`,
      }),
    );

  it('a time zone belongs into its own field', () =>
    assert.throws(
      () => create({ schedule: 'CRON_TZ=UTC * * * * *' }),
      /cannot use TZ or CRON_TZ in schedule, use timeZone field instead/,
    ));

  it('has a name with room for that of a Job', () =>
    assert.throws(() => create({}, 'c'.repeat(53)), /metadata.name: .*: must be no more than 52 characters/));

  it('warns of a name that is none of a host', () => {
    const warnings = (name: string): unknown => cronJobKind.warnings?.({ metadata: { name } } as never, true);
    assert.deepEqual(warnings('a'), []);
    assert.deepEqual(warnings('a.b'), [
      'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]',
    ]);
  });

  it('prints when it runs and ran', () => {
    const spec = { schedule: '*/5 * * * *', suspend: false, jobTemplate };
    const status = { active: [{}], lastScheduleTime: '2026-01-01T00:00:00Z' };
    assert.deepEqual(rowOf('CronJob', { spec, status }), [
      'x',
      '*/5 * * * *',
      '<none>',
      'False',
      1,
      '5s',
      '5s',
      'a',
      'b',
      '<none>',
    ]);
    assert.equal(rowOf('CronJob', { spec, status: {} })[5], '<none>');
  });
});
