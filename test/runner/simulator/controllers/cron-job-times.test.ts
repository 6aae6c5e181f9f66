import assert from 'node:assert/strict';
import { isMany, timesOf } from '../../../../runner/simulator/controllers/cron-job-times.ts';

const at = (text: string): number => Date.parse(`2026-01-01T${text}Z`);

const times = (spec: object, status: object = {}) => {
  const found = timesOf({ metadata: { creationTimestamp: '2026-01-01T00:00:30Z' }, spec, status } as never);
  assert.ok(found);
  return found;
};

describe('times of a CronJob', () => {
  const hourly = { schedule: '0 * * * *' };

  it('none is due before the first, the last of those that were missed afterwards', () => {
    assert.deepEqual(times(hourly).missed(at('00:59:59')), { earliest: at('00:00:30'), latest: undefined, count: 0 });
    assert.deepEqual(times(hourly).missed(at('01:00:00')), {
      earliest: at('00:00:30'),
      latest: at('01:00:00'),
      count: 0,
    });
    assert.deepEqual(times(hourly).missed(at('05:30:00')), {
      earliest: at('00:00:30'),
      latest: at('05:00:00'),
      count: 5,
    });
  });

  it('count from the last that was made, or from the deadline', () => {
    const last = { lastScheduleTime: '2026-01-01T03:00:00Z' };
    assert.deepEqual(times(hourly, last).missed(at('04:10:00')), {
      earliest: at('03:00:00'),
      latest: at('04:00:00'),
      count: 0,
    });
    const late = times({ ...hourly, startingDeadlineSeconds: 300 }, last).missed(at('04:10:00'));
    assert.deepEqual(late, { earliest: at('04:05:00'), latest: undefined, count: 0 });
  });

  it('many are told', () => {
    const missed = times({ schedule: '* * * * *' }).missed(at('02:00:00'));
    assert.ok(!('fault' in missed) && isMany(missed));
  });

  it('the next look is a moment after the next time', () => {
    assert.equal(times(hourly).delay(at('00:30:00')), 1_800_100);
    assert.equal(times({ schedule: '@every 90s' }).delay(at('00:00:30')), 90_100);
  });

  it('a schedule without times is a fault, one that nobody can read has none', () => {
    assert.deepEqual(times({ schedule: '59 23 31 2 *' }).missed(at('00:30:00')), {
      fault: 'time difference between two schedules is less than 1 second',
    });
    assert.equal(timesOf({ metadata: {}, spec: { schedule: 'x' }, status: {} } as never), undefined);
  });
});
