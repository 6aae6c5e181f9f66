import assert from 'node:assert/strict';
import {
  abortable,
  deadlineSignal,
  during,
  manualClock,
  sleepInParts,
  systemClock,
  turnOf,
  underDeadline,
  within,
} from '../../../runner/core/clock.ts';

describe('clock', () => {
  it('the manual clock moves only by advance, and wakes sleepers in order', async () => {
    const clock = manualClock();
    const woken: string[] = [];
    void clock.sleep(200).then(() => woken.push(`late at ${clock.now()}`));
    void clock.sleep(100).then(() => woken.push(`early at ${clock.now()}`));
    await clock.advance(99);
    assert.deepEqual(woken, []);
    await clock.advance(500);
    assert.deepEqual(woken, ['early at 100', 'late at 200']);
    assert.equal(clock.now(), 599);
  });

  for (const [name, clock] of [
    ['system', systemClock],
    ['manual', manualClock()],
  ] as const) {
    it(`${name}: a sleep ends with the signal's reason`, async () => {
      const controller = new AbortController();
      const sleeping = clock.sleep(60_000, controller.signal);
      controller.abort(new Error('enough'));
      await assert.rejects(sleeping, /enough/);
      await assert.rejects(clock.sleep(1, controller.signal), /enough/);
    });
  }

  it('the system clock sleeps at least as long as it says', async () => {
    const start = systemClock.now();
    await systemClock.sleep(20);
    assert.ok(systemClock.now() - start >= 19);
  });

  it('a sleep in parts never sets a timer that is too long', async () => {
    const clock = manualClock();
    const asked: number[] = [];
    const sleep = sleepInParts((milliseconds, signal) => {
      asked.push(milliseconds);
      return clock.sleep(milliseconds, signal);
    });
    let done = false;
    const sleeping = sleep(5_000_000_000).then(() => {
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

  it('a sleep in parts can be woken', async () => {
    const stop = new AbortController();
    const sleeping = sleepInParts(manualClock().sleep)(5_000_000_000, stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(sleeping, /enough/);
  });

  it('a sleep longer than the longest timer does not end at once', async () => {
    const controller = new AbortController();
    let ended = false;
    const sleeping = systemClock.sleep(2 ** 40, controller.signal).then(
      () => {
        ended = true;
      },
      () => undefined,
    );
    await systemClock.sleep(10);
    assert.equal(ended, false);
    controller.abort();
    await sleeping;
  });

  it('work is announced from its start to its end, also if it fails', async () => {
    const told: string[] = [];
    const announce = () => {
      told.push('begin');
      return () => void told.push('end');
    };
    assert.equal(await during(announce, async () => told.push('work')), 2);
    await assert.rejects(
      during(announce, () => Promise.reject(new Error('broken'))),
      /broken/,
    );
    assert.deepEqual(told, ['begin', 'work', 'end', 'begin', 'end']);
  });

  it('a turn holds the clock, and only as long as it lasts', async () => {
    const told: string[] = [];
    const announced = (kind: string) => () => {
      told.push(kind);
      return () => void told.push(`end of ${kind}`);
    };
    const clock = { ...manualClock(), hold: announced('hold'), outside: announced('outside') };
    const turn = turnOf(clock);
    assert.deepEqual(told, ['hold']);
    await turn;
    await during(clock.outside, async () => undefined);
    assert.deepEqual(told, ['hold', 'end of hold', 'outside', 'end of outside']);
  });

  it('a deadline follows its parent', () => {
    const parent = new AbortController();
    const signal = deadlineSignal(60_000, parent.signal);
    assert.equal(signal.aborted, false);
    parent.abort(new Error('parent'));
    assert.equal(signal.reason.message, 'parent');
  });

  it('the signal of a deadline fires with the time limit, with the parent, and at the end of the work', async () => {
    const clock = manualClock();
    const reasons: unknown[] = [];
    const waiting = (signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(void reasons.push(signal.reason.name, signal.reason.message)));
      });
    const parent = new AbortController();
    const late = underDeadline(clock, 100, parent.signal, waiting);
    await clock.advance(99);
    assert.deepEqual(reasons, []);
    await clock.advance(1);
    await late;
    const stopped = underDeadline(clock, 100, parent.signal, waiting);
    parent.abort(new Error('parent'));
    await stopped;
    let kept: AbortSignal | undefined;
    await underDeadline(clock, 100, undefined, async (signal) => {
      kept = signal;
    });
    assert.equal(kept?.aborted, true);
    assert.deepEqual(reasons, ['TimeoutError', 'The operation was aborted due to timeout', 'Error', 'parent']);
    await assert.rejects(
      underDeadline(clock, 100, parent.signal, async (signal) => signal.throwIfAborted()),
      /parent/,
    );
  });

  it('within returns a value that comes in time, and undefined after the time limit', async () => {
    const clock = manualClock();
    const stop = new AbortController();
    assert.deepEqual(await within(clock, 100, Promise.resolve(1)), { value: 1 });
    assert.deepEqual(await within(clock, Number.POSITIVE_INFINITY, Promise.resolve(1), stop.signal), { value: 1 });
    const late = within(clock, 100, new Promise(() => {}));
    await clock.advance(100);
    assert.equal(await late, undefined);
    await assert.rejects(within(clock, 100, Promise.reject(new Error('broken'))), /broken/);
    const stopped = within(clock, 100, new Promise(() => {}), stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(stopped, /enough/);
    await assert.rejects(within(clock, 100, Promise.resolve(1), stop.signal), /enough/);
  });

  for (const [name, clock] of [
    ['system', systemClock],
    ['manual', manualClock()],
  ] as const)
    it(`${name}: an alarm rings after its time, unless it is cancelled`, async () => {
      const rung: string[] = [];
      clock.after(5, () => rung.push('kept'));
      clock.after(5, () => rung.push('called off'))();
      clock.after(2 ** 40, () => rung.push('far'))();
      const sleeping = clock.sleep(10);
      if ('advance' in clock) await clock.advance(10);
      await sleeping;
      assert.deepEqual(rung, ['kept']);
    });

  it('abortable does not wait for work that ignores its signal', async () => {
    const controller = new AbortController();
    const waiting = abortable(new Promise(() => undefined), controller.signal);
    controller.abort(new Error('stop'));
    await assert.rejects(waiting, /stop/);
    assert.equal(await abortable(Promise.resolve(7), new AbortController().signal), 7);
    await assert.rejects(abortable(Promise.reject(new Error('own')), new AbortController().signal), /own/);
  });
});
