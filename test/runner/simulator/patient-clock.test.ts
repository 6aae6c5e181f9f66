import assert from 'node:assert/strict';
import { manualClock } from '../../../runner/core/clock.ts';
import { patientClock } from '../../../runner/simulator/patient-clock.ts';

describe('patient clock', () => {
  it('never asks for more than a timer holds', async () => {
    const clock = manualClock();
    const asked: number[] = [];
    const sleep: typeof clock.sleep = (milliseconds, signal) => {
      asked.push(milliseconds);
      return clock.sleep(milliseconds, signal);
    };
    let done = false;
    const sleeping = patientClock({ ...clock, sleep })
      .sleep(5_000_000_000)
      .then(() => {
        done = true;
      });
    await clock.advance(4_999_999_999);
    assert.equal(done, false);
    await clock.advance(1);
    await new Promise((resolve) => setImmediate(resolve));
    await sleeping;
    assert.equal(done, true);
    assert.ok(
      asked.every((each) => each <= 2_147_483_647),
      String(asked),
    );
  });

  it('can be woken', async () => {
    const stop = new AbortController();
    const sleeping = patientClock(manualClock()).sleep(5_000_000_000, stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(sleeping, /enough/);
  });
});
