import assert from 'node:assert/strict';
import { makeShared } from '../../../../runner/cluster/kind/shared-work.ts';

describe('makeShared', () => {
  it('does the work of a key once, also for callers at the same time', async () => {
    const shared = makeShared();
    let count = 0;
    const work = async (): Promise<number> => ++count;
    assert.deepEqual(await Promise.all([shared('a', work), shared('a', work)]), [1, 1]);
    assert.equal(await shared('a', work), 1);
    assert.equal(await shared('b', work), 2);
  });

  it('tries again what failed', async () => {
    const shared = makeShared();
    await assert.rejects(shared('a', async () => Promise.reject(new Error('no'))));
    assert.equal(await shared('a', async () => 'yes'), 'yes');
  });
});
