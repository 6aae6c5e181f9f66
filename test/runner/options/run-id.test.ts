import assert from 'node:assert/strict';
import { makeRunId, makeSeed } from '../../../runner/options/run-id.ts';

describe('run-id', () => {
  const date = new Date('2026-01-31T14:25:01.234Z');

  it('begins with the time, so that it sorts', () => {
    assert.match(makeRunId(date), /^20260131-142501-[a-z0-9]{6}$/);
  });

  it('differs within a second: 1,000 of 387 million collide about once in 780 times, twice never', () => {
    const ids = new Set(Array.from({ length: 1_000 }, () => makeRunId(date)));
    assert.ok(ids.size >= 999, `${ids.size}`);
  });

  it('seeds are whole numbers that a person can type', () => {
    const seed = makeSeed();
    assert.ok(Number.isInteger(seed) && seed > 0 && seed < 1_000_000);
  });
});
