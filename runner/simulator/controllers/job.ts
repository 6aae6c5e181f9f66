import { isObject } from '../../core/json.ts';
import { StatusError } from '../api/status.ts';
import { type Condition, isTrue } from '../objects/metadata.ts';
import type { Pod } from '../objects/pods.ts';
import type { Job } from '../objects/workloads.ts';
import { createBackoff } from './backoff.ts';
import type { Context } from './context.ts';
import { type Controller, splitKey } from './controller.ts';
import { createPod, deletePod, isActive, isReady, keysOfAccount } from './pod-replicas.ts';
import { keysOfOwner } from './replica-set.ts';

const component = 'job-controller';

/** Milliseconds before a pod takes the place of one that failed: twice as long after each failure. */
const [firstDelay, longestDelay] = [10_000, 600_000];

const endOf = ({ status }: Pod): number =>
  Math.max(
    0,
    ...(status.containerStatuses ?? []).map(({ state }) => {
      const ended = state['terminated'];
      return isObject(ended) ? Date.parse(String(ended['finishedAt'])) || 0 : 0;
    }),
  );

/** How long the next pod has to wait, for the pods that failed since one succeeded. */
const delayOf = (pods: readonly Pod[], now: number): number => {
  const lastSuccess = Math.max(0, ...pods.filter(({ status }) => status.phase === 'Succeeded').map(endOf));
  const failures = pods
    .filter(({ status }) => status.phase === 'Failed')
    .map(endOf)
    .filter((end) => end > lastSuccess);
  if (failures.length === 0) return 0;
  const delay = Math.min(firstDelay * 2 ** (failures.length - 1), longestDelay);
  return Math.max(0, Math.max(...failures) + delay - now);
};

/** Runs pods until so many have succeeded: https://kubernetes.io/docs/concepts/workloads/controllers/job/ */
export const jobController = (context: Context): Controller => {
  const { store } = context;
  const backoff = createBackoff();

  const finish = (job: Job, type: 'Complete' | 'Failed', reason: string, message: string): Condition[] => {
    const time = context.now();
    const condition = (name: string): Condition => ({
      type: name,
      status: 'True',
      lastProbeTime: time,
      lastTransitionTime: time,
      reason,
      message,
    });
    context.recorder.record(
      job,
      type === 'Failed' ? 'Warning' : 'Normal',
      type === 'Failed' ? reason : 'Completed',
      message,
      {
        component,
      },
    );
    return [condition(type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget'), condition(type)];
  };

  const podsOf = (job: Job): Pod[] => context.pods.ownedBy(job.metadata.uid);

  return {
    name: component,
    concerns: (change) => [...keysOfOwner('Job', change), ...keysOfAccount(store, 'Job', change)],
    reconcile: (key) => {
      const job = store.get('Job', ...splitKey(key));
      if (!job || job.metadata.deletionTimestamp) return undefined;
      const pods = podsOf(job);
      const succeeded = pods.filter(({ status }) => status.phase === 'Succeeded').length;
      const failed = pods.filter(({ status }) => status.phase === 'Failed').length;
      let active = pods.filter(isActive);
      let conditions = job.status.conditions ?? [];
      const over = isTrue(conditions, 'Complete') || isTrue(conditions, 'Failed');
      const wanted = job.spec.completions ?? (succeeded > 0 ? succeeded : Number.MAX_SAFE_INTEGER);
      let finished: string | undefined;
      let isRefused = false;
      let delay = 0;
      if (!over && succeeded >= wanted && active.length === 0) {
        conditions = finish(job, 'Complete', 'CompletionsReached', 'Reached expected number of succeeded pods');
        finished = context.now();
      } else if (!over && failed > (job.spec.backoffLimit ?? 6)) {
        for (const pod of active) deletePod(context, job, pod, component);
        active = [];
        conditions = finish(job, 'Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit');
      } else if (!over && !job.spec.suspend) {
        const room = Math.min(job.spec.parallelism ?? 1, wanted - succeeded) - active.length;
        if (room > 0) delay = delayOf(pods, context.clock.date().getTime());
        for (let count = 0; delay === 0 && count < room; count += 1) {
          const pod = createPod(context, job, job.spec.template, component);
          isRefused = pod instanceof StatusError;
          if (pod instanceof StatusError) break;
          active.push(pod);
        }
      }
      context.setStatus(job, {
        ...(conditions.length > 0 && { conditions }),
        startTime: job.status.startTime ?? context.now(),
        ...((finished ?? job.status['completionTime']) && { completionTime: finished ?? job.status['completionTime'] }),
        ...(active.length > 0 && { active: active.length }),
        ...(succeeded > 0 && { succeeded }),
        ...(failed > 0 && { failed }),
        terminating: 0,
        ready: active.filter(isReady).length,
        uncountedTerminatedPods: {},
      });
      return backoff.next(key, isRefused) ?? (delay > 0 ? delay : undefined);
    },
  };
};
