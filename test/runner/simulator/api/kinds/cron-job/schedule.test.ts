import assert from 'node:assert/strict';
import { parseSchedule } from '../../../../../../runner/simulator/api/kinds/cron-job/schedule.ts';

describe('schedules', () => {
  // Faults as github.com/robfig/cron v3.0.1 tells them; an empty one is a schedule that is taken.
  for (const [text, fault] of [
    ['', 'empty spec string'],
    ['61 * * * *', 'end of range (61) above maximum (59): 61'],
    ['a * * * *', 'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax'],
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['* * * * * *', 'expected exactly 5 fields, found 6: [* * * * * *]'],
    ['0 0 L * *', 'failed to parse int from L: strconv.Atoi: parsing "L": invalid syntax'],
    ['@every 5x', 'failed to parse duration @every 5x: time: unknown unit "x" in duration "5x"'],
    ['@foo', 'unrecognized descriptor: @foo'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
    ['* 24 * * *', 'end of range (24) above maximum (23): 24'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['* * * 13 *', 'end of range (13) above maximum (12): 13'],
    ['* * * * 7', 'end of range (7) above maximum (6): 7'],
    ['-1 * * * *', 'failed to parse int from : strconv.Atoi: parsing "": invalid syntax'],
    ['* * * foo *', 'failed to parse int from foo: strconv.Atoi: parsing "foo": invalid syntax'],
    ['@every', 'unrecognized descriptor: @every'],
    ['@every ', 'failed to parse duration @every : time: invalid duration ""'],
    ['@every 1', 'failed to parse duration @every 1: time: missing unit in duration "1"'],
    ['@every 1d', 'failed to parse duration @every 1d: time: unknown unit "d" in duration "1d"'],
    ['*/-1 * * * *', 'negative number (-1) not allowed: -1'],
    ['1- * * * *', 'failed to parse int from : strconv.Atoi: parsing "": invalid syntax'],
    [
      '99999999999999999999 * * * *',
      'failed to parse int from 99999999999999999999: strconv.Atoi: parsing "99999999999999999999": value out of range',
    ],
    ['sun * * * *', 'failed to parse int from sun: strconv.Atoi: parsing "sun": invalid syntax'],
    ['@every -5m', ''],
    ['@every .5h', ''],
    ['  0  0 * * * ', ''],
    ['+1 * * * *', ''],
    ['*-5 * * * *', ''],
  ] as const)
    it(`${JSON.stringify(text)}: ${fault || 'taken'}`, () => {
      const parsed = parseSchedule(text);
      assert.equal('fault' in parsed ? parsed.fault : '', fault);
    });

  it('names values', () => {
    assert.deepEqual(parseSchedule('5/20 0,12 ? JAN-mar sun,3'), {
      minute: [5, 25, 45],
      hour: [0, 12],
      dayOfMonth: '*',
      month: [1, 2, 3],
      dayOfWeek: [0, 3],
    });
    assert.deepEqual(parseSchedule('@every 90.5s'), { everyMilliseconds: 90_000 });
  });
});
