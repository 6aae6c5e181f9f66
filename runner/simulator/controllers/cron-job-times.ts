import { nextTime } from '../api/kinds/cron-job/next-time.ts';
import { parseSchedule, type Schedule } from '../api/kinds/cron-job/schedule.ts';
import type { CronJob } from '../api/kinds/cron-job/strategy.ts';

/** Milliseconds after its time at which a Job is made, so that the clocks of the machines may differ a little. */
const padding = 100;

/** Times that were missed are told when they are more than this. */
const manyMissed = 100;

export interface Missed {
  /** Times were counted from here. */
  earliest: number;
  /** The last time at which a Job should have been made and that is not after now. */
  latest: number | undefined;
  count: number;
}

/** When the Jobs of a CronJob are due. A fault: a schedule that is well formed and means no time. */
export interface Times {
  missed(now: number): Missed | { fault: string };
  /** Milliseconds until the next look. */
  delay(now: number): number;
}

const earliestOf = ({ metadata, status }: CronJob): number =>
  Date.parse(status.lastScheduleTime ?? metadata.creationTimestamp ?? '') || 0;

/** mostRecentScheduleTime of pkg/controller/cronjob/utils.go: the last of many times is found by a step over most of them. */
const missedSince = (
  next: (after: number) => number | undefined,
  earliest: number,
  now: number,
): Missed | { fault: string } => {
  const first = next(earliest);
  const second = first === undefined ? undefined : next(first);
  if (first === undefined || second === undefined || second - first < 1_000)
    return { fault: 'time difference between two schedules is less than 1 second' };
  if (now < first) return { earliest, latest: undefined, count: 0 };
  if (now < second) return { earliest, latest: first, count: 0 };
  const pause = second - first;
  const count = Math.floor((now - first) / pause) + 1;
  let latest: number | undefined;
  let time = next(first + (count - 2) * pause);
  while (time !== undefined && time <= now) {
    latest = time;
    time = next(time);
  }
  return { earliest, latest, count };
};

const timesBy = (schedule: Schedule, cron: CronJob): Times => {
  const next = (after: number): number | undefined => nextTime(schedule, after, cron.spec.timeZone);
  const { startingDeadlineSeconds: deadline } = cron.spec;
  const earliest = earliestOf(cron);
  return {
    missed: (now) =>
      missedSince(next, deadline === undefined ? earliest : Math.max(earliest, now - deadline * 1_000), now),
    delay: (now) => {
      const missed = missedSince(next, earliest, now);
      const isNone = !('fault' in missed) && missed.latest === undefined && missed.count === 0;
      const last = 'fault' in missed ? now : (missed.latest ?? (isNone ? missed.earliest : now));
      return (next(last) ?? now) + padding - now;
    },
  };
};

/** The times of a CronJob; undefined for one whose schedule cannot be read. */
export const timesOf = (cron: CronJob): Times | undefined => {
  const schedule = parseSchedule(cron.spec.schedule);
  return 'fault' in schedule ? undefined : timesBy(schedule, cron);
};

export const isMany = ({ count }: Missed): boolean => count > manyMissed;
