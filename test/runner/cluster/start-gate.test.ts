import assert from 'node:assert/strict';
import { createStartGate } from '../../../runner/cluster/start-gate.ts';
import { manualClock } from '../../../runner/core/clock.ts';

const setUp = () => {
  const clock = manualClock();
  const gate = createStartGate(2, 1_000, clock);
  const started: string[] = [];
  const enter = (name: string, signal?: AbortSignal) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const done = gate.enter(() => {
      started.push(name);
      return promise;
    }, signal);
    return { done, end: () => resolve(name) };
  };
  return { clock, started, enter };
};

describe('createStartGate', () => {
  it('lets the next start when one ends, in order', async () => {
    const { clock, started, enter } = setUp();
    const [a, , c] = ['a', 'b', 'c', 'd'].map((name) => enter(name));
    await clock.advance(0);
    assert.deepEqual(started, ['a', 'b']);
    a?.end();
    assert.equal(await a?.done, 'a');
    await clock.advance(0);
    assert.deepEqual(started, ['a', 'b', 'c']);
    c?.end();
    await clock.advance(0);
    assert.deepEqual(started, ['a', 'b', 'c', 'd']);
  });

  it('does not wait for long work, and frees each place once', async () => {
    const { clock, started, enter } = setUp();
    const [a] = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => enter(name));
    await clock.advance(999);
    assert.deepEqual(started, ['a', 'b']);
    await clock.advance(1);
    assert.deepEqual(started, ['a', 'b', 'c', 'd']);
    a?.end();
    await clock.advance(500);
    assert.deepEqual(started, ['a', 'b', 'c', 'd']);
  });

  it('drops a caller that gives up while it waits', async () => {
    const { clock, started, enter } = setUp();
    const controller = new AbortController();
    const [a] = [enter('a'), enter('b')];
    const quitter = enter('c', controller.signal);
    enter('d');
    await clock.advance(0);
    controller.abort(new Error('enough'));
    await assert.rejects(quitter.done, /enough/);
    a.end();
    await clock.advance(0);
    assert.deepEqual(started, ['a', 'b', 'd']);
  });
});
