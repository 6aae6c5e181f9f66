import assert from 'node:assert/strict';
import { countOf } from '../../../runner/core/count.ts';

describe('count', () => {
  for (const [count, text] of [
    [0, '0 files'],
    [1, '1 file'],
    [2, '2 files'],
  ] as const)
    it(text, () => assert.equal(countOf(count, 'file'), text));
});
