import { Cron } from 'croner';
import type { Schedule } from './schedule.ts';
import { nextChange, offsetAt } from './time-zone.ts';

type Calendar = Exclude<Schedule, { everyMilliseconds: number }>;

const known = new WeakMap<Schedule, Cron>();

const cronOf = (schedule: Calendar): Cron => {
  const found = known.get(schedule);
  if (found) return found;
  const { minute, hour, dayOfMonth, month, dayOfWeek } = schedule;
  const pattern = [minute, hour, dayOfMonth, month, dayOfWeek].map(String).join(' ');
  const cron = new Cron(pattern, { timezone: 'UTC', paused: true });
  known.set(schedule, cron);
  return cron;
};

const isEmpty = (schedule: Calendar): boolean => Object.values(schedule).some((field) => field.length === 0);

/** The next time on a clock that always shows UTC. */
const nextOnClock = (schedule: Calendar, after: number): number | undefined =>
  isEmpty(schedule) ? undefined : cronOf(schedule).nextRun(new Date(after))?.getTime();

/**
 * The first time of a schedule after another, in milliseconds since the epoch; undefined when there is none. Where the clocks of
 * the time zone go forward, times that they skip are left out; where they go back, times come twice: as github.com/robfig/cron,
 * with which Kubernetes counts.
 */
export const nextTime = (schedule: Schedule, after: number, zone = 'UTC'): number | undefined => {
  if ('everyMilliseconds' in schedule) return Math.floor(after / 1_000) * 1_000 + schedule.everyMilliseconds;
  let from = after;
  for (;;) {
    const offset = offsetAt(zone, from);
    const shown = nextOnClock(schedule, from + offset);
    if (shown === undefined) return undefined;
    const found = shown - offset;
    const change = zone === 'UTC' ? undefined : nextChange(zone, from, found);
    if (change === undefined) return found;
    // From the change on other clocks count; it may be a time itself.
    const first = nextOnClock(schedule, change + offsetAt(zone, change) - 1_000);
    if (first === change + offsetAt(zone, change)) return change;
    from = change;
  }
};
