import assert from 'node:assert/strict';
import { nextTime } from '../../../../../../runner/simulator/api/kinds/cron-job/next-time.ts';
import { parseSchedule } from '../../../../../../runner/simulator/api/kinds/cron-job/schedule.ts';

const timesOf = (text: string, zone: string, from: string, count: number): (string | undefined)[] => {
  const schedule = parseSchedule(text);
  if ('fault' in schedule) throw new Error(schedule.fault);
  let time: number | undefined = Date.parse(from);
  return Array.from({ length: count }, () => {
    time = time === undefined ? undefined : nextTime(schedule, time, zone || undefined);
    return time === undefined ? undefined : new Date(time).toISOString().replace('.000', '');
  });
};

describe('the next time of a schedule', () => {
  // Schedule, time zone, start, and what github.com/robfig/cron v3.0.1, the library of Kubernetes, says.
  for (const [schedule, zone, from, ...expected] of [
    // Clocks go forward at 2: there is no half past two.
    ['30 2 * * *', 'America/New_York', '2026-03-07T12:00:00Z', '2026-03-09T06:30:00Z', '2026-03-10T06:30:00Z'],
    ['0 3 * * *', 'America/New_York', '2026-03-07T12:00:00Z', '2026-03-08T07:00:00Z', '2026-03-09T07:00:00Z'],
    ['*/30 * * * *', 'America/New_York', '2026-03-08T06:29:00Z', '2026-03-08T06:30:00Z', '2026-03-08T07:00:00Z'],
    // Clocks go back at 2: half past one comes twice.
    ['30 1 * * *', 'America/New_York', '2026-10-31T12:00:00Z', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'],
    ['*/30 * * * *', 'America/New_York', '2026-11-01T05:29:00Z', '2026-11-01T05:30:00Z', '2026-11-01T06:00:00Z'],
    [
      '15 1-2 * * *',
      'Europe/Vienna',
      '2026-10-24T12:00:00Z',
      '2026-10-24T23:15:00Z',
      '2026-10-25T00:15:00Z',
      '2026-10-25T01:15:00Z',
      '2026-10-26T00:15:00Z',
    ],
    // A day without midnight.
    ['0 0 * * *', 'America/Sao_Paulo', '2018-11-02T12:00:00Z', '2018-11-03T03:00:00Z', '2018-11-05T02:00:00Z'],
    ['@daily', 'Asia/Kolkata', '2026-01-01T00:10:00Z', '2026-01-01T18:30:00Z', '2026-01-02T18:30:00Z'],
    // A day of the month or one of the week.
    ['0 0 13 * 5', '', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', '2026-01-09T00:00:00Z', '2026-01-13T00:00:00Z'],
    ['0 0 */2 * 1', '', '2026-01-01T00:00:00Z', '2026-01-03T00:00:00Z', '2026-01-05T00:00:00Z'],
    [
      '0 9-17/4 * jan,Jul MON-FRI',
      '',
      '2026-01-01T10:00:00Z',
      '2026-01-01T13:00:00Z',
      '2026-01-01T17:00:00Z',
      '2026-01-02T09:00:00Z',
    ],
    ['5/20 * ? * ?', '', '2026-01-01T00:00:30Z', '2026-01-01T00:05:00Z', '2026-01-01T00:25:00Z'],
    ['0 0 29 2 *', '', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00Z', '2032-02-29T00:00:00Z'],
    ['59 23 31 2 *', '', '2026-01-01T00:00:00Z', undefined],
    [', * * * *', '', '2026-01-01T00:00:00Z', undefined],
    ['@weekly', '', '2026-01-01T00:10:00Z', '2026-01-04T00:00:00Z', '2026-01-11T00:00:00Z'],
    ['@yearly', '', '2026-01-01T00:10:00Z', '2027-01-01T00:00:00Z', '2028-01-01T00:00:00Z'],
    ['@every 1h30m', '', '2026-01-01T00:00:10.500Z', '2026-01-01T01:30:10Z', '2026-01-01T03:00:10Z'],
    ['@every 10ms', '', '2026-01-01T00:00:10Z', '2026-01-01T00:00:11Z', '2026-01-01T00:00:12Z'],
    ['@every 1m2.7s', '', '2026-01-01T00:00:10Z', '2026-01-01T00:01:12Z', '2026-01-01T00:02:14Z'],
  ] as [string, string, string, ...(string | undefined)[]][])
    it(`${schedule} ${zone} from ${from}`, () =>
      assert.deepEqual(timesOf(schedule, zone, from, expected.length), expected));
});
