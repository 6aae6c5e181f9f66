import assert from 'node:assert/strict';
import { Backoff } from '../../../../runner/simulator/controllers/backoff.ts';

describe('backoff', () => {
  it('doubles with each failure in a row, up to a limit, by key', () => {
    const backoff = new Backoff();
    const next = (key: string, hasFailed: boolean) => backoff.next(key, hasFailed);
    assert.deepEqual([next('a', true), next('a', true), next('b', true), next('a', true)], [5, 10, 5, 20]);
    assert.equal(next('a', false), undefined);
    assert.equal(next('a', true), 5);
    for (let time = 0; time < 40; time++) next('c', true);
    assert.equal(next('c', true), 1_000_000);
  });
});
