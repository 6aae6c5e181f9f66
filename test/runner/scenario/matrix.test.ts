import assert from 'node:assert/strict';
import { combinationsOf, countCombinations, labelOf, mostCombinations } from '../../../runner/scenario/matrix.ts';

const list = (matrix: Parameters<typeof combinationsOf>[0]): string[] => combinationsOf(matrix).map(labelOf);

describe('combinationsOf', () => {
  it('returns one empty combination without a matrix', () => assert.deepEqual(list(undefined), ['']));

  it('combines all values, and varies the last name first', () => {
    assert.deepEqual(list({ a: [1, 2], b: ['x', 'y'] }), ['[a=1,b=x]', '[a=1,b=y]', '[a=2,b=x]', '[a=2,b=y]']);
    assert.equal(countCombinations({ a: [1, 2], b: [1, 2, 3] }), 6);
  });

  it('labels values of all types, with control characters escaped', () => {
    assert.deepEqual(list({ a: [null, true, { b: [1] }, 'x\u001b'] }), [
      '[a=null]',
      '[a=true]',
      '[a={"b":[1]}]',
      '[a=x\\u{1b}]',
    ]);
  });

  it('does not combine an invalid or very large matrix', () => {
    const values = Array.from({ length: 100 }, (_, index) => index);
    const matrix = { a: values, b: values, c: values, d: values };
    assert.ok((countCombinations(matrix) ?? 0) > mostCombinations);
    assert.equal(combinationsOf(matrix).length, 1);
    assert.equal(countCombinations({ a: 'x' }), undefined);
    assert.equal(countCombinations([]), undefined);
    assert.deepEqual(
      [...(combinationsOf({ a: 'x', b: [1, 2] })[0] ?? [])],
      [
        ['a', 'x'],
        ['b', 1],
      ],
    );
  });
});
