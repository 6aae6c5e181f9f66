import assert from 'node:assert/strict';
import { systemClock } from '../../../runner/core/clock.ts';
import { createCleanup } from '../../../runner/engine/cleanup.ts';

describe('cleanup', () => {
  it('runs the last entry first, and goes on after a failure', async () => {
    const done: string[] = [];
    const cleanup = createCleanup(systemClock, 1_000);
    cleanup.push('first', async () => void done.push('first'));
    cleanup.push('second', async () => {
      throw new Error('the finalizer stays');
    });
    cleanup.push('third', async () => void done.push('third'));
    assert.deepEqual(await cleanup.run(), [{ title: 'second', message: 'the finalizer stays' }]);
    assert.deepEqual(done, ['third', 'first']);
  });

  it('returns the entry that exceeds the budget and the entries after it', async () => {
    const cleanup = createCleanup(systemClock, 20);
    cleanup.push('late', async (signal) => signal.throwIfAborted());
    cleanup.push('deaf', () => new Promise(() => undefined));
    const leftovers = await cleanup.run();
    assert.deepEqual(
      leftovers.map(({ title }) => title),
      ['deaf', 'late'],
    );
  });

  it('runs each entry once', async () => {
    let times = 0;
    const cleanup = createCleanup(systemClock, 1_000);
    cleanup.push('once', async () => void times++);
    await cleanup.run();
    await cleanup.run();
    assert.equal(times, 1);
  });
});
