import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../runner/core/json.ts';
import { CronJobController } from '../../../../runner/simulator/controllers/cron-job.ts';
import { GarbageCollector } from '../../../../runner/simulator/controllers/garbage-collector.ts';
import type { Job } from '../../../../runner/simulator/objects/workloads.ts';
import { makeCluster, settle } from '../cluster.ts';
import { container } from '../workloads.ts';

const jobTemplate = {
  metadata: { labels: { app: 'tick' } },
  spec: { template: { spec: { containers: [container], restartPolicy: 'Never' } } },
};
const minute = 60_000;

/** The cluster's clock stands at 40 seconds after a full minute. */
const cluster = async (spec: JsonObject = {}) => {
  const made = makeCluster((context) => [new CronJobController(context), new GarbageCollector(context)]);
  const { context, store, clock } = made;
  made.create('CronJob', { metadata: { name: 'tick' }, spec: { schedule: '* * * * *', jobTemplate, ...spec } });
  const pass = async (milliseconds: number): Promise<void> => {
    await clock.advance(milliseconds);
    await settle();
  };
  await settle();
  const jobs = (): readonly Job[] => store.list('Job', 'default');
  const end = async (name: string, type: 'Complete' | 'Failed' = 'Complete'): Promise<void> => {
    const job = store.get('Job', 'default', name);
    assert.ok(job, name);
    const time = context.now();
    const completionTime = type === 'Complete' ? { completionTime: time } : {};
    context.setStatus(job, { startTime: time, conditions: [{ type, status: 'True' }], ...completionTime });
    await settle();
  };
  const reasons = (): unknown[] => store.list('Event', 'default').map((event) => event['reason']);
  return { ...made, pass, end, reasons, jobs, cron: () => store.get('CronJob', 'default', 'tick') };
};

const names = (jobs: readonly Job[]): string[] => jobs.map(({ metadata }) => metadata.name);

describe('CronJob controller', () => {
  it('makes a Job at each time, named by the minute, that it owns', async () => {
    const { pass, jobs, cron, clock, reasons } = await cluster();
    assert.deepEqual(jobs(), []);
    await pass(minute);
    const [job] = jobs();
    assert.ok(job);
    const time = Math.floor(clock.date().getTime() / minute) * minute;
    const shown = new Date(time).toISOString().replace('.000', '');
    assert.equal(job.metadata.name, `tick-${time / minute}`);
    assert.equal(job.metadata.labels?.['app'], 'tick');
    assert.equal(job.metadata.annotations?.['batch.kubernetes.io/cronjob-scheduled-timestamp'], shown);
    const [owner] = job.metadata.ownerReferences ?? [];
    assert.deepEqual([owner?.kind, owner?.name, owner?.controller], ['CronJob', 'tick', true]);
    assert.equal(cron()?.status.lastScheduleTime, shown);
    assert.deepEqual(
      cron()?.status.active?.map(({ uid }) => uid),
      [job.metadata.uid],
    );
    assert.deepEqual(reasons(), ['SuccessfulCreate']);
    await pass(2 * minute);
    assert.equal(jobs().length, 3);
  });

  it('takes note of an end, and keeps as many Jobs of each as it is told to', async () => {
    const { pass, jobs, end, cron, reasons } = await cluster({ successfulJobsHistoryLimit: 1 });
    for (const type of ['Complete', 'Failed', 'Complete', 'Failed'] as const) {
      await pass(minute);
      await end(names(jobs()).at(-1) ?? '', type);
    }
    assert.equal(cron()?.status.active, undefined);
    assert.ok(cron()?.status.lastSuccessfulTime);
    assert.equal(jobs().length, 2);
    assert.ok(reasons().includes('SawCompletedJob') && reasons().includes('SuccessfulDelete'));
  });

  it('keeps none when it is told so, and knows of the success', async () => {
    const { pass, jobs, end, cron } = await cluster({ successfulJobsHistoryLimit: 0 });
    await pass(minute);
    await end(names(jobs())[0] ?? '');
    assert.deepEqual(jobs(), []);
    assert.ok(cron()?.status.lastSuccessfulTime);
  });

  it('Forbid: waits for the Job that runs', async () => {
    const { pass, jobs, end, reasons } = await cluster({ concurrencyPolicy: 'Forbid' });
    await pass(3 * minute);
    assert.equal(jobs().length, 1);
    assert.ok(reasons().includes('JobAlreadyActive'));
    await end(names(jobs())[0] ?? '');
    assert.equal(jobs().length, 2);
  });

  it('Replace: ends the Job that runs', async () => {
    const { pass, jobs, cron } = await cluster({ concurrencyPolicy: 'Replace' });
    await pass(minute);
    const [first] = names(jobs());
    await pass(minute);
    assert.equal(jobs().length, 1);
    assert.notEqual(names(jobs())[0], first);
    assert.deepEqual(
      cron()?.status.active?.map(({ name }) => name),
      names(jobs()),
    );
  });

  it('is silent while it is suspended, and makes the last that was missed', async () => {
    const { pass, jobs, update } = await cluster({ suspend: true });
    await pass(5 * minute);
    assert.deepEqual(jobs(), []);
    const resume = (current: JsonObject): JsonObject => ({
      ...current,
      spec: { ...(current['spec'] as JsonObject), suspend: false },
    });
    update('CronJob', 'tick', resume);
    await settle();
    assert.equal(jobs().length, 1);
  });

  it('does not start too late', async () => {
    const { pass, jobs, update, reasons } = await cluster({ suspend: true, startingDeadlineSeconds: 10 });
    await pass(5 * minute);
    update('CronJob', 'tick', (current) => ({
      ...current,
      spec: { ...(current['spec'] as JsonObject), suspend: false },
    }));
    await settle();
    assert.deepEqual([jobs(), reasons()], [[], []]);
    await pass(minute);
    assert.equal(jobs().length, 1);
  });

  it('counts in the time zone of its own', async () => {
    const { pass, jobs, clock } = await cluster({ schedule: '0 12 * * *', timeZone: 'Asia/Kolkata' });
    await pass(24 * 60 * minute);
    const [job] = jobs();
    const shown = job?.metadata.annotations?.['batch.kubernetes.io/cronjob-scheduled-timestamp'] ?? '';
    assert.match(shown, /T12:00:00\+05:30$/);
    assert.ok(Date.parse(shown) <= clock.date().getTime());
  });

  it('a new schedule counts from now on', async () => {
    const { pass, jobs, update } = await cluster({ schedule: '0 0 1 1 *' });
    await pass(10 * minute);
    update('CronJob', 'tick', (current) => ({
      ...current,
      spec: { ...(current['spec'] as JsonObject), schedule: '* * * * *' },
    }));
    await settle();
    assert.deepEqual(jobs(), []);
    await pass(minute);
    assert.equal(jobs().length, 1);
  });

  it('goes with its Jobs', async () => {
    const { pass, jobs, remove } = await cluster();
    await pass(minute);
    remove('CronJob', 'tick');
    await settle();
    assert.deepEqual(jobs(), []);
    await pass(5 * minute);
    assert.deepEqual(jobs(), []);
  });

  it('a Job of its own that went is made no more, and one that is known no more is told', async () => {
    const { pass, jobs, remove, cron, reasons } = await cluster();
    await pass(minute);
    remove('Job', names(jobs())[0] ?? '');
    await settle();
    assert.equal(cron()?.status.active, undefined);
    assert.ok(reasons().includes('MissingJob'));
    assert.deepEqual(jobs(), []);
  });
});
