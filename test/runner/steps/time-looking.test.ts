import assert from 'node:assert/strict';
import { manualClock } from '../../../runner/core/clock.ts';
import { timeLooking } from '../../../runner/steps/time-looking.ts';

describe('timeLooking', () => {
  it('counts from the first look of the step', async () => {
    const context = { clock: manualClock(5_000), memory: new Map<string, unknown>() };
    assert.equal(timeLooking(context), 0);
    await context.clock.advance(1_500);
    assert.equal(timeLooking(context), 1_500);
  });
});
