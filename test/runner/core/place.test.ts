import assert from 'node:assert/strict';
import { makePlace } from '../../../runner/core/place.ts';

describe('places', () => {
  const place = makePlace('ab\ncd\r\n\nx', 'f.yaml');

  it('count lines and columns from 1', () => {
    assert.deepEqual(place(0, 2), { file: 'f.yaml', line: 1, column: 1, endLine: 1, endColumn: 3 });
    assert.deepEqual(place(3, 8), { file: 'f.yaml', line: 2, column: 1, endLine: 4, endColumn: 1 });
  });

  it('stay within the text', () => {
    assert.deepEqual(place(-5, 99), { file: 'f.yaml', line: 1, column: 1, endLine: 4, endColumn: 2 });
    assert.deepEqual(place(8, 2), { file: 'f.yaml', line: 4, column: 1, endLine: 4, endColumn: 1 });
  });
});
