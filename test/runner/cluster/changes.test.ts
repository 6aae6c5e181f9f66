import assert from 'node:assert/strict';
import { ApiError, UnreachableError } from '../../../runner/cluster/api-error.ts';
import { createChanges } from '../../../runner/cluster/changes.ts';
import type { KubernetesApi, ObjectQuery, WatchEvent } from '../../../runner/cluster/cluster.ts';
import { manualClock } from '../../../runner/core/clock.ts';
import { seededRandom } from '../../../runner/core/random.ts';

const pods: ObjectQuery = { apiVersion: 'v1', kind: 'Pod', namespace: 'n' };
const eventOf = (type: WatchEvent['type']): WatchEvent => ({
  type,
  object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } },
});

type Feed = Pick<KubernetesApi, 'list' | 'watch'>;

/** An API whose watches are driven by the test. */
const drivenApi = (more: Partial<Feed> = {}) => {
  const lists: ObjectQuery[] = [];
  const watches: {
    query: ObjectQuery;
    send(type: WatchEvent['type']): void;
    end(cause?: Error): void;
    signal: AbortSignal;
  }[] = [];
  const api: Feed = {
    async list(query) {
      lists.push(query);
      return { items: [], resourceVersion: String(lists.length) };
    },
    async *watch(query, _version, signal) {
      const queue: (WatchEvent | Error | undefined)[] = [];
      let wake = (): void => undefined;
      const push = (each: WatchEvent | Error | undefined): void => {
        queue.push(each);
        wake();
      };
      watches.push({ query, signal, send: (type) => push(eventOf(type)), end: push });
      signal.addEventListener('abort', () => push(undefined));
      for (;;) {
        if (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const next = queue.shift();
        if (!next) return;
        if (next instanceof Error) throw next;
        yield next;
      }
    },
    ...more,
  };
  return { api, lists, watches };
};

const setUp = (more?: Partial<Feed>) => {
  const clock = manualClock();
  const driven = drivenApi(more);
  const changes = createChanges(driven.api, clock, seededRandom(1));
  const controller = new AbortController();
  const subscribe = (queries = [pods], signal = controller.signal) => changes.subscribe(queries, signal);
  /** A subscription whose first list is behind it. */
  const settled = async (queries?: ObjectQuery[]) => {
    const subscription = subscribe(queries);
    await clock.advance(0);
    assert.equal(await subscription.changed(0), true);
    return subscription;
  };
  /** What `changed` says, and after how many milliseconds. */
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

  it('counts the first list: what came before it, nobody saw', async () => {
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

  it('lists again after an end, a 410 and a fault, and counts that as a change', async () => {
    const { settled, outcome, lists, watches } = setUp();
    const subscription = await settled();
    const ends = [undefined, new ApiError(410, 'Expired', 'old'), new UnreachableError('gone')];
    for (const [turn, cause] of ends.entries()) {
      const waiting = subscription.changed(60_000);
      watches[turn]?.end(cause);
      const [changed, after] = await outcome(waiting);
      assert.ok(changed && after >= 50 && after <= 1_010, `${changed} after ${after}`);
      assert.equal(lists.length, turn + 2);
    }
  });

  it('backs off from 50 ms to 1 s while nothing works, and holds nobody up', async () => {
    const at: number[] = [];
    const { clock, subscribe, outcome } = setUp({
      list: async () => {
        at.push(clock.now());
        throw new UnreachableError('away');
      },
    });
    const subscription = subscribe();
    assert.deepEqual(await outcome(subscription.changed(300)), [false, 300]);
    await clock.advance(20_000);
    const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    assert.ok(
      pauses.every((pause) => pause >= 50 && pause <= 1_000),
      pauses.join(),
    );
    assert.ok((pauses[0] ?? 0) <= 100 && pauses.length < 60, pauses.join());
    assert.ok(new Set(pauses.slice(6).map(Math.round)).size > 5, 'the pauses have no jitter');
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

  it('starts anew for who comes after the last one left', async () => {
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
