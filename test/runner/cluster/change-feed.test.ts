import assert from 'node:assert/strict';
import { ApiError, UnreachableError } from '../../../runner/cluster/api-error.ts';
import { createFeed } from '../../../runner/cluster/change-feed.ts';
import { manualClock } from '../../../runner/core/clock.ts';
import { seededRandom } from '../../../runner/core/random.ts';
import { drivenApi, pods } from './driven-feed.ts';

const setUp = (more: Partial<ReturnType<typeof drivenApi>['api']> = {}) => {
  const clock = manualClock();
  const { api, lists, watches } = drivenApi();
  const controller = new AbortController();
  const counts = { notified: 0, idle: 0 };
  const onIdle = (): void => void counts.idle++;
  const feed = createFeed(
    { ...api, ...more },
    { ...pods, labelSelector: 'a=b' },
    { clock, random: seededRandom(1), onIdle },
  );
  feed.add(() => void counts.notified++, controller.signal);
  return { clock, feed, controller, counts, lists, watches };
};

describe('createFeed', () => {
  it('lists all objects of the kind and watches from there', async () => {
    const { clock, lists, watches, counts } = setUp();
    await clock.advance(0);
    assert.deepEqual(lists, [pods]);
    assert.deepEqual(watches[0]?.query, pods);
    assert.equal(watches[0]?.version, '1');
    watches[0]?.send('ADDED');
    watches[0]?.send('BOOKMARK');
    watches[0]?.send('DELETED');
    await clock.advance(0);
    assert.equal(counts.notified, 3);
  });

  it('lists again after an end, a 410 and a fault, and counts that as a change', async () => {
    const { clock, lists, watches, counts } = setUp();
    const ends = [undefined, new ApiError(410, 'Expired', 'old'), new UnreachableError('gone')];
    for (const [turn, cause] of ends.entries()) {
      await clock.advance(1_000);
      watches[turn]?.end(cause);
      await clock.advance(49);
      assert.equal(lists.length, turn + 1);
      await clock.advance(951);
      assert.equal(lists.length, turn + 2);
      assert.equal(counts.notified, turn + 2);
    }
  });

  it('backs off from 50 ms to 1 s with jitter while requests fail, and notifies nobody', async () => {
    const at: number[] = [];
    const { clock, counts } = setUp({
      list: async () => {
        at.push(clock.now());
        throw new UnreachableError('away');
      },
    });
    await clock.advance(20_000);
    const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    assert.ok(
      pauses.every((pause) => pause >= 49.999 && pause <= 1_000.001),
      pauses.join(),
    );
    assert.ok((pauses[0] ?? 0) <= 100 && pauses.length < 60, pauses.join());
    assert.ok(new Set(pauses.slice(6).map(Math.round)).size > 5, 'the pauses have no jitter');
    assert.equal(counts.notified, 0);
  });

  it('ends once, with its last listener', async () => {
    const { clock, feed, controller, counts, lists, watches } = setUp();
    const other = new AbortController();
    feed.add(() => undefined, other.signal);
    await clock.advance(0);
    controller.abort();
    assert.deepEqual([counts.idle, watches[0]?.signal.aborted], [0, false]);
    other.abort();
    assert.deepEqual([counts.idle, watches[0]?.signal.aborted], [1, true]);
    await clock.advance(10_000);
    assert.equal(lists.length, 1);
  });
});
