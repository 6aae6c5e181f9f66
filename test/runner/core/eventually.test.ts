import assert from 'node:assert/strict';
import { manualClock } from '../../../runner/core/clock.ts';
import { eventually } from '../../../runner/core/eventually.ts';

describe('eventually', () => {
  it('looks before it waits', async () => {
    const clock = manualClock();
    const result = await eventually(
      async () => 'yes',
      () => true,
      { clock, within: 1_000 },
    );
    assert.deepEqual(result, { value: 'yes', held: true, attempts: 1, elapsed: 0 });
  });

  it('keeps the last look when the time is over', async () => {
    const clock = manualClock();
    const waiting = eventually(
      async (attempt) => attempt,
      () => false,
      { clock, within: 1_000, pause: 100, longestPause: 400 },
    );
    await clock.advance(2_000);
    const result = await waiting;
    assert.equal(result.held, false);
    assert.equal(result.elapsed, 1_000);
    assert.equal(result.value, result.attempts);
  });

  it('looks once if the time is 0', async () => {
    let looks = 0;
    const result = await eventually(
      async () => ++looks,
      () => false,
      { clock: manualClock(), within: 0 },
    );
    assert.deepEqual([looks, result.held], [1, false]);
  });

  it('stops with the reason of the signal, also while it sleeps', async () => {
    const clock = manualClock();
    const controller = new AbortController();
    const waiting = eventually(
      async () => 0,
      () => false,
      { clock, within: 60_000, signal: controller.signal },
    );
    await clock.advance(100);
    controller.abort(new Error('interrupted'));
    await assert.rejects(waiting, /interrupted/);
  });
});
