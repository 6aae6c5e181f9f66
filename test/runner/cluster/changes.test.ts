import assert from 'node:assert/strict';
import { createChanges } from '../../../runner/cluster/changes.ts';
import type { KubernetesApi, ObjectQuery } from '../../../runner/cluster/cluster.ts';
import { manualClock } from '../../../runner/core/clock.ts';
import { seededRandom } from '../../../runner/core/random.ts';
import { drivenApi, pods } from './driven-feed.ts';

const setUp = (more: Partial<Pick<KubernetesApi, 'list' | 'watch'>> = {}) => {
  const clock = manualClock();
  const driven = drivenApi();
  const changes = createChanges({ ...driven.api, ...more }, clock, seededRandom(1));
  const controller = new AbortController();
  const subscribe = (queries = [pods], signal = controller.signal) => changes.subscribe(queries, signal);
  /** A subscription after its first list. */
  const settled = async (queries?: ObjectQuery[]) => {
    const subscription = subscribe(queries);
    await clock.advance(0);
    assert.equal(await subscription.changed(0), true);
    return subscription;
  };
  /** The result of `changed`, and the milliseconds that it took. */
  const outcome = async (waiting: Promise<boolean>): Promise<[boolean, number]> => {
    const start = clock.now();
    let end: number | undefined;
    const noted = waiting.finally(() => (end = clock.now()));
    while (end === undefined) await clock.advance(10);
    return [await noted, end - start];
  };
  return { clock, changes, controller, subscribe, settled, outcome, ...driven };
};

describe('createChanges', () => {
  it('wakes at an event and not at a bookmark', async () => {
    const { settled, outcome, watches } = setUp();
    const subscription = await settled();
    watches[0]?.send('BOOKMARK');
    assert.deepEqual(await outcome(subscription.changed(200)), [false, 200]);
    const waiting = subscription.changed(60_000);
    watches[0]?.send('MODIFIED');
    assert.deepEqual(await outcome(waiting), [true, 0]);
  });

  it('remembers an event that came between two calls, once', async () => {
    const { clock, settled, outcome, watches } = setUp();
    const subscription = await settled();
    watches[0]?.send('ADDED');
    watches[0]?.send('DELETED');
    await clock.advance(0);
    assert.deepEqual(await outcome(subscription.changed(200)), [true, 0]);
    assert.deepEqual(await outcome(subscription.changed(200)), [false, 200]);
  });

  it('counts the first list as a change, because changes before it were missed', async () => {
    const { clock, subscribe, outcome } = setUp();
    const subscription = subscribe();
    await clock.advance(0);
    assert.deepEqual(await outcome(subscription.changed(100)), [true, 0]);
    assert.deepEqual(await outcome(subscription.changed(100)), [false, 100]);
  });

  it('shares one watch for a kind and namespace, whatever the selectors', async () => {
    const { clock, subscribe, settled, outcome, lists, watches } = setUp();
    const first = await settled();
    const second = subscribe([{ ...pods, labelSelector: 'a=b' }, pods]);
    subscribe([{ ...pods, namespace: 'other' }]);
    await clock.advance(0);
    assert.deepEqual(lists, [pods, { ...pods, namespace: 'other' }]);
    watches[0]?.send('ADDED');
    assert.deepEqual(await outcome(first.changed(100)), [true, 0]);
    assert.deepEqual(await outcome(second.changed(100)), [true, 0]);
  });

  it('never hangs on a list or watch that is dead', async () => {
    const { subscribe, outcome } = setUp({ list: () => new Promise(() => undefined) });
    assert.deepEqual(await outcome(subscribe().changed(5_000)), [false, 5_000]);
  });

  it("rejects with the signal's reason, and ends the watch with the last subscription", async () => {
    const { clock, controller, subscribe, settled, watches } = setUp();
    const subscription = await settled();
    const other = new AbortController();
    subscribe([pods], other.signal);
    const waiting = assert.rejects(subscription.changed(60_000), /enough/);
    controller.abort(new Error('enough'));
    await waiting;
    await assert.rejects(subscription.changed(1), /enough/);
    assert.equal(watches[0]?.signal.aborted, false);
    other.abort();
    assert.equal(watches[0]?.signal.aborted, true);
    await clock.advance(10_000);
    assert.equal(watches.length, 1);
  });

  it('starts again for a subscription after the last one has ended', async () => {
    const { clock, controller, changes, settled, lists } = setUp();
    await settled();
    controller.abort();
    changes.subscribe([pods], new AbortController().signal);
    await clock.advance(0);
    assert.equal(lists.length, 2);
  });

  it('answers in time after it was closed', async () => {
    const { clock, changes, settled, subscribe, outcome, watches, lists } = setUp();
    const subscription = await settled();
    changes.close();
    assert.equal(watches[0]?.signal.aborted, true);
    assert.deepEqual(await outcome(subscription.changed(100)), [false, 100]);
    assert.deepEqual(await outcome(subscribe().changed(100)), [false, 100]);
    await clock.advance(10_000);
    assert.equal(lists.length, 1);
  });
});
