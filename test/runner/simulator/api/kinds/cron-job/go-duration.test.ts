import assert from 'node:assert/strict';
import { parseGoDuration } from '../../../../../../runner/simulator/api/kinds/cron-job/go-duration.ts';

describe('durations of Go', () => {
  for (const [text, expected] of [
    ['0', 0],
    ['1h30m', 5_400_000],
    ['.5s', 500],
    ['-1.5s', -1_500],
    ['1us', 0.001],
    ['', { fault: 'time: invalid duration ""' }],
    ['h', { fault: 'time: invalid duration "h"' }],
    ['1', { fault: 'time: missing unit in duration "1"' }],
    ['1h2', { fault: 'time: missing unit in duration "1h2"' }],
    ['1d', { fault: 'time: unknown unit "d" in duration "1d"' }],
  ] as const)
    it(JSON.stringify(text), () => assert.deepEqual(parseGoDuration(text), expected));
});
