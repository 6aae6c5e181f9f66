import assert from 'node:assert/strict';
import {
  largestOf,
  pick,
  readAmounts,
  showAmounts,
  sumOf,
  writeAmounts,
} from '../../../../../runner/simulator/api/limits/amounts.ts';

describe('amounts', () => {
  const one = readAmounts({ memory: '512Mi', cpu: '500m' });
  const other = readAmounts({ memory: '1Gi', pods: '1' });

  it('add up by name, and are written in order', () => {
    assert.deepEqual(Object.entries(writeAmounts(sumOf([one, other]))), [
      ['cpu', '500m'],
      ['memory', '1536Mi'],
      ['pods', '1'],
    ]);
    assert.equal(showAmounts(sumOf([one, other])), 'cpu=500m,memory=1536Mi,pods=1');
    assert.deepEqual(writeAmounts(sumOf([])), {});
  });

  it('the largest of each', () =>
    assert.deepEqual(writeAmounts(largestOf([one, other])), { cpu: '500m', memory: '1Gi', pods: '1' }));

  it('some of them', () => assert.deepEqual(writeAmounts(pick(one, (name) => name === 'cpu')), { cpu: '500m' }));

  it('what is no list has none', () => assert.equal(readAmounts(undefined).size, 0));
});
