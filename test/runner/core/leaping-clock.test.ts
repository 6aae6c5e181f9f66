import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import fc from 'fast-check';
import { manualClock, nextTurn, systemClock } from '../../../runner/core/clock.ts';
import { eventually } from '../../../runner/core/eventually.ts';
import { leapingClock } from '../../../runner/core/leaping-clock.ts';
import { pending } from '../../support/pending.ts';

/** A clock whose event loop has in hand what the test says. */
const setting = (words: string[] = []) => {
  const wall = manualClock(1_000);
  return { wall, words, clock: leapingClock({ clock: wall, pending: () => [...words], pace: 10 }) };
};

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await nextTurn();
};

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

  it('the smallest wait takes a millisecond: who waits for what is left of a time gets to its end', async () => {
    const { clock } = setting();
    await clock.sleep(92_094.3);
    const before = clock.now();
    await clock.sleep(1e-12);
    assert.ok(clock.now() > before);
  });

  it('two clocks that only wait do not hold each other', async () => {
    const wall = {
      clock: systemClock,
      pending: () => process.getActiveResourcesInfo().filter((word) => word === 'Immediate'),
      pace: 10,
    };
    const [one, other] = [leapingClock(wall), leapingClock(wall)];
    await Promise.all([one.sleep(10_000), other.sleep(20_000)]);
    assert.deepEqual([one.now(), other.now()], [10_000, 20_000]);
  });

  it('alarms of one moment ring in the order in which they were set', async () => {
    const { clock } = setting();
    const rung: number[] = [];
    for (const number of [1, 2, 3]) clock.after(5, () => rung.push(number));
    await clock.sleep(5);
    assert.deepEqual(rung, [1, 2, 3]);
  });

  it('who sleeps for what is left of a time finds nothing left', () =>
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

  it('what is called off does not ring, and time does not wait for it', async () => {
    const { clock } = setting();
    const cancel = clock.after(5, () => assert.fail('it was called off'));
    const stop = new AbortController();
    const stopped = clock.sleep(7, stop.signal);
    cancel();
    stop.abort(new Error('enough'));
    await assert.rejects(stopped, /enough/);
    await assert.rejects(clock.sleep(7, stop.signal), /enough/);
    await clock.sleep(1);
    assert.equal(clock.now(), 1);
  });

  it('thousands that are called off change nothing for the others', async () => {
    const { clock } = setting();
    const rung: string[] = [];
    const set = (name: string, milliseconds: number) =>
      clock.after(milliseconds, () => rung.push(`${name} ${clock.now()}`));
    for (const name of ['d', 'e']) set(name, 200);
    for (const name of ['a', 'b', 'c']) set(name, 100);
    const limits = Array.from({ length: 3_000 }, (_, index) => clock.after(50 + index, () => rung.push('called off')));
    for (const cancel of limits) cancel();
    for (const cancel of limits) cancel();
    set('f', 200);
    await clock.sleep(300);
    assert.deepEqual(rung, ['a 100', 'b 100', 'c 100', 'd 200', 'e 200', 'f 200']);
  });

  it('nobody waits for the end of time', async () => {
    const { clock } = setting();
    clock.after(Number.POSITIVE_INFINITY, () => assert.fail('it has come'));
    await clock.sleep(1);
    await turns(20);
    assert.equal(clock.now(), 1);
  });

  it('stands still while others take their turns', async () => {
    const { clock, words } = setting();
    // More than other clocks of this process may have asked for.
    words.push(...Array.from({ length: 100 }, () => 'Immediate'));
    let woken = false;
    const sleeping = clock.sleep(1).then(() => {
      woken = true;
    });
    await turns(20);
    assert.deepEqual([woken, clock.now()], [false, 0]);
    words.length = 0;
    await sleeping;
  });

  it('passes as on the wall, so many times as fast, while something outside is awaited', async () => {
    const { clock, wall, words } = setting();
    words.push('ProcessWrap');
    let woken = false;
    const sleeping = clock.sleep(1_000).then(() => {
      woken = true;
    });
    await wall.advance(50);
    assert.ok(Math.abs(clock.now() - 500) <= 20, `${clock.now()}`);
    assert.equal(woken, false);
    await wall.advance(60);
    assert.equal(woken, true);
    await sleeping;
  });

  it('hurries for two seconds only: what is slow has the time that it would have anywhere', async () => {
    const { clock, wall, words } = setting();
    words.push('ProcessWrap');
    clock.after(3_600_000, () => undefined);
    await turns(5);
    await wall.advance(2_000);
    assert.ok(Math.abs(clock.now() - 20_000) <= 50, `${clock.now()}`);
    await wall.advance(10_000);
    assert.ok(Math.abs(clock.now() - 30_000) <= 50, `${clock.now()}`);
  });

  it('does not wait for what was there from the start', async () => {
    const { clock, words } = setting(['PipeWrap', 'Timeout']);
    await clock.sleep(1_000);
    words.push('PipeWrap');
    let woken = false;
    void clock.sleep(1_000).then(() => {
      woken = true;
    });
    await turns(20);
    assert.equal(woken, false);
  });

  it('takes streams that stay for standard ones, opened late', async () => {
    const { clock, wall, words } = setting();
    words.push('PipeWrap');
    const sleeping = clock.sleep(3_600_000);
    await turns(5);
    await wall.advance(2_100);
    await sleeping;
    assert.ok(wall.now() < 4_000, `${wall.now()}`);
  });

  it('knows of the real event loop: no alarm overtakes a file that is being read', async () => {
    // The test's own time limit is a timer too.
    const clock = leapingClock({ clock: systemClock, pending, pace: 0.001 });
    const order: string[] = [];
    const read = readFile(import.meta.filename).then(() => order.push('file'));
    const sleeping = clock.sleep(3_600_000).then(() => order.push('hour'));
    await Promise.all([read, sleeping]);
    assert.deepEqual(order, ['file', 'hour']);
  });
});
