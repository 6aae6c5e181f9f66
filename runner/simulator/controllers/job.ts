import { isObject } from '../../core/json.ts';
import { StatusError } from '../api/status.ts';
import type { Change } from '../api/store.ts';
import { type Condition, isTrue } from '../objects/metadata.ts';
import type { Pod } from '../objects/pods.ts';
import type { Job } from '../objects/workloads.ts';
import { Backoff } from './backoff.ts';
import type { Context } from './context.ts';
import { type Controller, splitKey } from './controller.ts';
import { createPod, deletePod, isActive, isReady, keysOfAccount } from './pod-replicas.ts';
import { keysOfOwner } from './replica-set.ts';

const component = 'job-controller';

/** Milliseconds before a pod takes the place of one that failed: twice as long after each failure. */
const [firstDelay, maxDelay] = [10_000, 600_000];

const endOf = ({ status }: Pod): number =>
  Math.max(
    0,
    ...(status.containerStatuses ?? []).map(({ state }) => {
      const ended = state['terminated'];
      return isObject(ended) ? Date.parse(String(ended['finishedAt'])) || 0 : 0;
    }),
  );

/** Milliseconds that the next pod has to wait, for the pods that failed since one succeeded. */
const delayOf = (pods: readonly Pod[], now: number): number => {
  const lastSuccess = Math.max(0, ...pods.filter(({ status }) => status.phase === 'Succeeded').map(endOf));
  const failures = pods
    .filter(({ status }) => status.phase === 'Failed')
    .map(endOf)
    .filter((end) => end > lastSuccess);
  if (failures.length === 0) return 0;
  const delay = Math.min(firstDelay * 2 ** (failures.length - 1), maxDelay);
  return Math.max(0, Math.max(...failures) + delay - now);
};

/** The result of reconciling a Job once. */
interface Outcome {
  active: readonly Pod[];
  /** The conditions that the end of the Job adds. */
  conditions: Condition[];
  isRefused: boolean;
  /** Milliseconds until a pod may be made again. */
  delay: number;
}

/** Runs pods until spec.completions of them have succeeded: https://kubernetes.io/docs/concepts/workloads/controllers/job/ */
export class JobController implements Controller {
  readonly name = component;
  readonly #context: Context;
  readonly #backoff = new Backoff();

  constructor(context: Context) {
    this.#context = context;
  }

  concerns(change: Change): string[] {
    return [...keysOfOwner('Job', change), ...keysOfAccount(this.#context.store, 'Job', change)];
  }

  reconcile(key: string): number | undefined {
    const job = this.#context.store.get('Job', ...splitKey(key));
    if (!job || job.metadata.deletionTimestamp) return undefined;
    const pods = this.#context.pods.ownedBy(job.metadata.uid);
    const outcome = this.#act(job, pods);
    this.#report(job, pods, outcome);
    return this.#backoff.next(key, outcome.isRefused) ?? (outcome.delay > 0 ? outcome.delay : undefined);
  }

  /** Ends the Job, or makes the pods that it lacks. */
  #act(job: Job, pods: readonly Pod[]): Outcome {
    const active = pods.filter(isActive);
    const idle: Outcome = { active, conditions: [], isRefused: false, delay: 0 };
    const conditions = job.status.conditions ?? [];
    if (isTrue(conditions, 'Complete') || isTrue(conditions, 'Failed')) return idle;
    const succeeded = countOf(pods, 'Succeeded');
    const wanted = job.spec.completions ?? (succeeded > 0 ? succeeded : Number.MAX_SAFE_INTEGER);
    if (succeeded >= wanted && active.length === 0) return { ...idle, conditions: this.#complete(job) };
    if (countOf(pods, 'Failed') > (job.spec.backoffLimit ?? 6)) {
      for (const pod of active) deletePod(this.#context, job, pod, component);
      return { ...idle, active: [], conditions: this.#fail(job) };
    }
    const room = Math.min(job.spec.parallelism ?? 1, wanted - succeeded) - active.length;
    if (job.spec.suspend || room <= 0) return idle;
    const delay = delayOf(pods, this.#context.clock.date().getTime());
    return delay > 0 ? { ...idle, delay } : { ...idle, ...this.#create(job, active, room) };
  }

  #create(job: Job, active: readonly Pod[], count: number): Pick<Outcome, 'active' | 'isRefused'> {
    const all = [...active];
    for (let made = 0; made < count; made += 1) {
      const pod = createPod(this.#context, job, job.spec.template, { component });
      if (pod instanceof StatusError) return { active: all, isRefused: true };
      all.push(pod);
    }
    return { active: all, isRefused: false };
  }

  #complete(job: Job): Condition[] {
    const message = 'Reached expected number of succeeded pods';
    const source = { component };
    this.#context.recorder.record(job, { type: 'Normal', reason: 'Completed', message, source });
    return this.#conditions(['SuccessCriteriaMet', 'Complete'], 'CompletionsReached', message);
  }

  #fail(job: Job): Condition[] {
    const [reason, message] = ['BackoffLimitExceeded', 'Job has reached the specified backoff limit'];
    this.#context.recorder.record(job, { type: 'Warning', reason, message, source: { component } });
    return this.#conditions(['FailureTarget', 'Failed'], reason, message);
  }

  #conditions(types: readonly string[], reason: string, message: string): Condition[] {
    const time = this.#context.now();
    return types.map((type) => ({
      type,
      status: 'True',
      lastProbeTime: time,
      lastTransitionTime: time,
      reason,
      message,
    }));
  }

  #report(job: Job, pods: readonly Pod[], { active, conditions: added }: Outcome): void {
    const isComplete = added.some(({ type }) => type === 'Complete');
    const completionTime = isComplete ? this.#context.now() : job.status['completionTime'];
    const conditions = added.length > 0 ? added : (job.status.conditions ?? []);
    const [succeeded, failed] = [countOf(pods, 'Succeeded'), countOf(pods, 'Failed')];
    this.#context.setStatus(job, {
      ...(conditions.length > 0 && { conditions }),
      startTime: job.status.startTime ?? this.#context.now(),
      ...(completionTime && { completionTime }),
      ...(active.length > 0 && { active: active.length }),
      ...(succeeded > 0 && { succeeded }),
      ...(failed > 0 && { failed }),
      terminating: 0,
      ready: active.filter(isReady).length,
      uncountedTerminatedPods: {},
    });
  }
}

const countOf = (pods: readonly Pod[], phase: string): number =>
  pods.filter(({ status }) => status.phase === phase).length;
