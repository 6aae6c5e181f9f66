import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { during, manualClock, nextTurn, systemClock, turnOf } from '../../../runner/core/clock.ts';
import { eventually } from '../../../runner/core/eventually.ts';
import { leapingClock } from '../../../runner/core/leaping-clock.ts';

const setting = () => {
  const wall = manualClock(1_000);
  return { wall, clock: leapingClock(wall) };
};

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await nextTurn();
};

const isAbout = (actual: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not about ${expected}`);

describe('leaping clock', () => {
  it('leaps over waits, one after another', async () => {
    const { clock, wall } = setting();
    const woken: string[] = [];
    const hours = clock.sleep(10_800_000).then(() => woken.push(`hours ${clock.now()}`));
    const minute = clock.sleep(60_000).then(async () => {
      woken.push(`minute ${clock.now()}`);
      await clock.sleep(60_000);
      woken.push(`minutes ${clock.now()}`);
    });
    await Promise.all([hours, minute]);
    assert.deepEqual(woken, ['minute 60000', 'minutes 120000', 'hours 10800000']);
    assert.equal(wall.now(), 1_000);
    assert.equal(clock.date().getTime(), 1_000 + 10_800_000);
  });

  it('moves with the smallest wait, so that a wait for the rest of a time ends', async () => {
    const { clock } = setting();
    await clock.sleep(92_094.3);
    const before = clock.now();
    await clock.sleep(1e-12);
    assert.ok(clock.now() > before);
  });

  it('does not wait for another clock', async () => {
    const [one, other] = [leapingClock(systemClock), leapingClock(systemClock)];
    const end = one.hold();
    await other.sleep(20_000);
    assert.deepEqual([one.now(), other.now()], [0, 20_000]);
    end();
    await Promise.all([one.sleep(10_000), other.sleep(20_000)]);
    assert.deepEqual([one.now(), other.now()], [10_000, 40_000]);
  });

  it('leaves no fraction after a sleep for the rest of a time', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1e7, noNaN: true }), { maxLength: 20 }),
        fc.integer({ min: 0, max: 60_000 }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        async (before, within, pause) => {
          const { clock } = setting();
          for (const each of before) await clock.sleep(each);
          const start = clock.now();
          const { attempts, elapsed } = await eventually(
            async () => clock.now() - start,
            () => false,
            { clock, within, pause: 1 + pause },
          );
          assert.ok(elapsed >= within && attempts < 200, `${attempts} looks in ${elapsed} of ${within}`);
        },
      ),
    ));

  it('does not ring or wait for a cancelled alarm', async () => {
    const { clock } = setting();
    const cancel = clock.after(5, () => assert.fail('it was cancelled'));
    const stop = new AbortController();
    const stopped = clock.sleep(7, stop.signal);
    cancel();
    stop.abort(new Error('enough'));
    await assert.rejects(stopped, /enough/);
    await assert.rejects(clock.sleep(7, stop.signal), /enough/);
    await clock.sleep(1);
    assert.equal(clock.now(), 1);
  });

  it('never rings an alarm at the end of time', async () => {
    const { clock } = setting();
    clock.after(Number.POSITIVE_INFINITY, () => assert.fail('it has come'));
    await clock.sleep(1);
    await turns(20);
    assert.equal(clock.now(), 1);
  });

  it('ignores work that is not announced', async () => {
    const { clock } = setting();
    const timer = setTimeout(() => undefined, 3_600_000);
    await clock.sleep(3_600_000);
    clearTimeout(timer);
    assert.equal(clock.now(), 3_600_000);
  });
});

describe('leaping clock, held', () => {
  it('stands still until the last work has ended', async () => {
    const { clock, wall } = setting();
    const ends = [clock.hold(), clock.hold()];
    let woken = false;
    const sleeping = clock.sleep(1).then(() => {
      woken = true;
    });
    await wall.advance(5_000);
    // To end one work twice does not end another.
    for (let times = 0; times < 2; times++) ends[0]?.();
    await turns(20);
    assert.deepEqual([woken, clock.now()], [false, 0]);
    ends[1]?.();
    await wall.advance(1);
    await sleeping;
    assert.equal(clock.now(), 1);
  });

  it('follows real time after work has held it for ten seconds, because that work is lost and limits must end', async () => {
    const { clock, wall } = setting();
    clock.hold();
    let rung = 0;
    clock.after(5_000, () => {
      rung = clock.now();
    });
    await wall.advance(8_000);
    clock.hold();
    await wall.advance(1_900);
    assert.deepEqual([rung, clock.now()], [0, 0]);
    await wall.advance(3_100);
    isAbout(clock.now(), 3_000, 50);
    await wall.advance(2_100);
    assert.equal(rung, 5_000);
  });

  it('never counts short works in a row as lost', async () => {
    const { clock, wall } = setting();
    clock.after(5_000, () => assert.fail('time has passed'));
    let end = clock.hold();
    for (let second = 0; second < 30; second++) {
      const next = clock.hold();
      end();
      end = next;
      await wall.advance(1_000);
    }
    assert.equal(clock.now(), 0);
  });

  it('stands still during turns of the event loop', async () => {
    const { clock } = setting();
    const order: string[] = [];
    const sleeping = clock.sleep(1).then(() => order.push('sleep'));
    for (let turn = 0; turn < 20; turn++) await turnOf(clock);
    order.push('turns');
    await sleeping;
    assert.deepEqual(order, ['turns', 'sleep']);
  });

  it('does not catch up: while it waits for work outside, only the time of that wait counts', async () => {
    const { clock, wall } = setting();
    clock.outside();
    const end = clock.hold();
    clock.after(3_600_000, () => undefined);
    await wall.advance(1_000);
    end();
    await turns(5);
    assert.equal(clock.now(), 0);
    await wall.advance(100);
    isAbout(clock.now(), 100, 20);
  });

  it('goes on after work that rejects', async () => {
    const { clock } = setting();
    await assert.rejects(
      during(clock.hold, () => Promise.reject(new Error('broken'))),
      /broken/,
    );
    await clock.sleep(1);
    assert.equal(clock.now(), 1);
  });
});

describe('leaping clock, with work outside', () => {
  it('follows real time', async () => {
    const { clock, wall } = setting();
    const end = clock.outside();
    let woken = false;
    const sleeping = clock.sleep(1_000).then(() => {
      woken = true;
    });
    await wall.advance(900);
    isAbout(clock.now(), 900, 20);
    assert.equal(woken, false);
    await wall.advance(200);
    assert.equal(woken, true);
    await sleeping;
    const far = clock.sleep(3_600_000);
    end();
    await wall.advance(1);
    await far;
    isAbout(wall.now(), 2_101, 5);
  });

  it('does not count real time before the first wait', async () => {
    const { clock, wall } = setting();
    await wall.advance(60_000);
    clock.outside();
    await wall.advance(60_000);
    let woken = false;
    clock.after(1_000, () => {
      woken = true;
    });
    await turns(5);
    assert.deepEqual([woken, clock.now()], [false, 0]);
  });

  it('rings no alarm before a file is read', async () => {
    const clock = leapingClock(systemClock);
    const order: string[] = [];
    const read = during(clock.outside, () => readFile(import.meta.filename)).then(() => order.push('file'));
    const sleeping = clock.sleep(3_600_000).then(() => order.push('hour'));
    await Promise.all([read, sleeping]);
    assert.deepEqual(order, ['file', 'hour']);
  });
});
