import assert from 'node:assert/strict';
import { formatTime } from '../../../../runner/simulator/api/timestamp.ts';

describe('timestamps', () => {
  it('are whole seconds of UTC', () => {
    assert.equal(formatTime(new Date(0)), '1970-01-01T00:00:00Z');
    assert.equal(formatTime(new Date(1999)), '1970-01-01T00:00:01Z');
  });
});
