import assert from 'node:assert/strict';
import { json } from '../../../../../runner/simulator/api/http/answer.ts';

describe('answers', () => {
  it('carry a status', () => {
    assert.deepEqual(json({ a: 1 }), { status: 200, body: { a: 1 }, warnings: [] });
  });
});
