import type { JsonObject } from '../../core/json.ts';
import type { CronJob, JobReference } from '../api/kinds/cron-job/strategy.ts';
import { offsetAt } from '../api/kinds/cron-job/time-zone.ts';
import { StatusError } from '../api/status.ts';
import type { Change } from '../api/store.ts';
import { formatTime } from '../api/timestamp.ts';
import { controllerOf, isTrue } from '../objects/metadata.ts';
import type { Job } from '../objects/workloads.ts';
import type { Context } from './context.ts';
import { type Controller, splitKey } from './controller.ts';
import { isMany, type Times, timesOf } from './cron-job-times.ts';
import { ownerReference } from './pod-replicas.ts';
import { keysOfOwner } from './replica-set.ts';

const source = { component: 'cronjob-controller' };

const isFinished = ({ status }: Job): boolean =>
  isTrue(status.conditions, 'Complete') || isTrue(status.conditions, 'Failed');

const conditionOf = ({ status }: Job): string => (isTrue(status.conditions, 'Complete') ? 'Complete' : 'Failed');

const startOf = ({ status }: Job): number => Date.parse(status.startTime ?? '') || Number.POSITIVE_INFINITY;

const byStart = (a: Job, b: Job): number => startOf(a) - startOf(b) || (a.metadata.name < b.metadata.name ? -1 : 1);

const nameOf = ({ metadata }: CronJob, time: number): string => `${metadata.name}-${Math.floor(time / 60_000)}`;

/** The time on the clocks of the CronJob's zone, in RFC 3339. */
const localTime = (time: number, zone: string | undefined): string => {
  const offset = zone === undefined ? 0 : offsetAt(zone, time);
  if (offset === 0) return formatTime(new Date(time));
  const minutes = Math.abs(offset) / 60_000;
  const pad = (part: number): string => String(Math.floor(part)).padStart(2, '0');
  const shown = formatTime(new Date(time + offset)).replace('Z', '');
  return `${shown}${offset < 0 ? '-' : '+'}${pad(minutes / 60)}:${pad(minutes % 60)}`;
};

const jobOf = (cron: CronJob, time: number): JsonObject & { metadata: JsonObject } => {
  const { metadata, spec } = cron.spec.jobTemplate;
  return {
    metadata: {
      name: nameOf(cron, time),
      namespace: cron.metadata.namespace,
      ...(metadata?.labels && { labels: metadata.labels }),
      annotations: {
        ...metadata?.annotations,
        'batch.kubernetes.io/cronjob-scheduled-timestamp': localTime(time, cron.spec.timeZone),
      },
      ownerReferences: [ownerReference(cron)],
    },
    spec,
  };
};

const referenceTo = ({ apiVersion, kind, metadata }: Job): JobReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  namespace: metadata.namespace ?? '',
  resourceVersion: metadata.resourceVersion,
  uid: metadata.uid,
});

/** One look at one CronJob: what it does to the Jobs, and what the status says afterwards. */
class Sync {
  readonly #context: Context;
  readonly #cron: CronJob;
  #active: readonly JobReference[];
  #lastSchedule: string | undefined;
  #lastSuccess: string | undefined;

  constructor(context: Context, cron: CronJob) {
    const { active = [], lastScheduleTime, lastSuccessfulTime } = cron.status;
    this.#context = context;
    this.#cron = cron;
    this.#active = active;
    this.#lastSchedule = lastScheduleTime;
    this.#lastSuccess = lastSuccessfulTime;
  }

  #tell(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.#context.recorder.record(this.#cron, { type, reason, message, source });
  }

  #forget(uid: string): void {
    this.#active = this.#active.filter((each) => each.uid !== uid);
  }

  #delete(job: Job): void {
    this.#context.remove(job);
    this.#forget(job.metadata.uid);
    this.#tell('Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
  }

  /** The oldest of those that ended alike go first. */
  removeOldest(jobs: readonly Job[]): void {
    const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = this.#cron.spec;
    for (const [condition, limit] of [
      ['Complete', successfulJobsHistoryLimit],
      ['Failed', failedJobsHistoryLimit],
    ] as const) {
      const ended = jobs.filter((job) => isFinished(job) && conditionOf(job) === condition).toSorted(byStart);
      const tooMany = limit === undefined ? 0 : ended.length - limit;
      for (const job of ended.slice(0, Math.max(0, tooMany))) this.#delete(job);
    }
  }

  /** Takes note of Jobs that ended, appeared or went. */
  observe(jobs: readonly Job[]): void {
    for (const job of jobs) {
      const { name, uid } = job.metadata;
      const isKnown = this.#active.some((each) => each.uid === uid);
      if (isFinished(job)) this.#observeEnd(job, isKnown);
      else if (!isKnown)
        this.#tell('Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`);
    }
    for (const { uid, name } of this.#active) {
      if (jobs.some(({ metadata }) => metadata.uid === uid)) continue;
      this.#tell('Normal', 'MissingJob', `Active job went missing: ${name}`);
      this.#forget(uid);
    }
  }

  #observeEnd(job: Job, isKnown: boolean): void {
    const { name, uid } = job.metadata;
    if (isKnown) {
      this.#forget(uid);
      this.#tell('Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${conditionOf(job)}`);
    }
    const end = job.status['completionTime'];
    if (conditionOf(job) !== 'Complete' || typeof end !== 'string') return;
    if (this.#lastSuccess === undefined || Date.parse(end) > Date.parse(this.#lastSuccess)) this.#lastSuccess = end;
  }

  /** Makes the Job that is due, if one is; answers with the milliseconds until the next look. */
  schedule(times: Times, now: number): number | undefined {
    const missed = times.missed(now);
    if ('fault' in missed) {
      this.#tell('Warning', 'InvalidSchedule', `invalid schedule: ${this.#cron.spec.schedule} : ${missed.fault}`);
      return undefined;
    }
    const { latest } = missed;
    if (latest === undefined) return times.delay(now);
    if (isMany(missed))
      this.#tell(
        'Warning',
        'TooManyMissedTimes',
        'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
      );
    if (this.#mayStart(latest, now)) this.#start(latest);
    return times.delay(now);
  }

  #mayStart(time: number, now: number): boolean {
    const { startingDeadlineSeconds: deadline, concurrencyPolicy } = this.#cron.spec;
    if (deadline !== undefined && time + deadline * 1_000 < now) {
      const shown = new Date(time).toUTCString().replace('GMT', '+0000');
      this.#tell('Warning', 'MissSchedule', `Missed scheduled time to start a job: ${shown}`);
      return false;
    }
    const isDone = Date.parse(this.#lastSchedule ?? '') === time;
    if (isDone || this.#active.some(({ name }) => name === nameOf(this.#cron, time))) return false;
    if (concurrencyPolicy !== 'Forbid' || this.#active.length === 0) return true;
    this.#tell(
      'Normal',
      'JobAlreadyActive',
      'Not starting job because prior execution is running and concurrency policy is Forbid',
    );
    return false;
  }

  #start(time: number): void {
    const { store } = this.#context;
    if (this.#cron.spec.concurrencyPolicy === 'Replace')
      for (const { namespace, name } of this.#active) {
        const job = store.get('Job', namespace, name);
        if (job) this.#delete(job);
      }
    const job = this.#create(time);
    if (!job) return;
    this.#active = [...this.#active, referenceTo(job)];
    this.#lastSchedule = formatTime(new Date(time));
  }

  /** The Job of a time; one that is there already counts, if it is one of ours. */
  #create(time: number): Job | undefined {
    try {
      const job = this.#context.create('Job', jobOf(this.#cron, time));
      this.#tell('Normal', 'SuccessfulCreate', `Created job ${job.metadata.name}`);
      return job;
    } catch (fault) {
      if (!(fault instanceof StatusError)) throw fault;
      const known = this.#context.store.get('Job', this.#cron.metadata.namespace, nameOf(this.#cron, time));
      if (known) return controllerOf(known)?.uid === this.#cron.metadata.uid ? known : undefined;
      this.#tell('Warning', 'FailedCreate', `Error creating job: ${fault.message}`);
      return undefined;
    }
  }

  finish(): void {
    this.#context.setStatus(this.#cron, {
      ...(this.#active.length > 0 && { active: [...this.#active] }),
      ...(this.#lastSchedule !== undefined && { lastScheduleTime: this.#lastSchedule }),
      ...(this.#lastSuccess !== undefined && { lastSuccessfulTime: this.#lastSuccess }),
    });
  }
}

/** Makes Jobs on the cluster's clock: pkg/controller/cronjob. */
export class CronJobController implements Controller {
  readonly name = source.component;
  readonly #context: Context;
  /** UID → the schedule that was seen last. */
  readonly #seen = new Map<string, string>();

  constructor(context: Context) {
    this.#context = context;
  }

  concerns(change: Change): string[] {
    if (change.kind === 'CronJob' && change.type === 'DELETED') this.#seen.delete(change.object.metadata.uid);
    return keysOfOwner('CronJob', change, 'Job');
  }

  reconcile(key: string): number | undefined {
    const { store, clock } = this.#context;
    const cron = store.get('CronJob', ...splitKey(key));
    if (!cron) return undefined;
    const now = clock.date().getTime();
    const times = timesOf(cron);
    if (this.#isNewSchedule(cron)) return times?.delay(now);
    const jobs = store
      .list('Job', cron.metadata.namespace)
      .filter((job) => controllerOf(job)?.uid === cron.metadata.uid);
    const sync = new Sync(this.#context, cron);
    sync.removeOldest(jobs);
    sync.observe(jobs);
    const isIdle = cron.metadata.deletionTimestamp !== undefined || cron.spec.suspend === true;
    const again = isIdle || !times ? undefined : sync.schedule(times, now);
    sync.finish();
    return again;
  }

  /** A new schedule counts from now on: its earlier times were not missed. */
  #isNewSchedule({ metadata, spec }: CronJob): boolean {
    const shown = `${spec.timeZone ?? ''} ${spec.schedule}`;
    const before = this.#seen.get(metadata.uid);
    this.#seen.set(metadata.uid, shown);
    return before !== undefined && before !== shown;
  }
}
