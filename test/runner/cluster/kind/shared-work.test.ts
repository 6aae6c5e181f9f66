import assert from 'node:assert/strict';
import { SharedWork } from '../../../../runner/cluster/kind/shared-work.ts';

describe('SharedWork', () => {
  it('does the work of a key once, also for callers at the same time', async () => {
    const shared = new SharedWork();
    let count = 0;
    const work = async (): Promise<number> => ++count;
    assert.deepEqual(await Promise.all([shared.run('a', work), shared.run('a', work)]), [1, 1]);
    assert.equal(await shared.run('a', work), 1);
    assert.equal(await shared.run('b', work), 2);
  });

  it('tries failed work again', async () => {
    const shared = new SharedWork();
    await assert.rejects(shared.run('a', async () => Promise.reject(new Error('no'))));
    assert.equal(await shared.run('a', async () => 'yes'), 'yes');
  });
});
