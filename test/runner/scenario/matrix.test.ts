import assert from 'node:assert/strict';
import { combinationsOf, countCombinations, labelOf, mostCombinations } from '../../../runner/scenario/matrix.ts';

const list = (matrix: Parameters<typeof combinationsOf>[0]): string[] => combinationsOf(matrix).map(labelOf);

describe('the matrix', () => {
  it('is one combination when there is none', () => assert.deepEqual(list(undefined), ['']));

  it('multiplies, the last name fastest', () => {
    assert.deepEqual(list({ a: [1, 2], b: ['x', 'y'] }), ['[a=1,b=x]', '[a=1,b=y]', '[a=2,b=x]', '[a=2,b=y]']);
    assert.equal(countCombinations({ a: [1, 2], b: [1, 2, 3] }), 6);
  });

  it('shows values of all types, and no controls', () => {
    assert.deepEqual(list({ a: [null, true, { b: [1] }, 'x\u001b'] }), [
      '[a=null]',
      '[a=true]',
      '[a={"b":[1]}]',
      '[a=x\\u{1b}]',
    ]);
  });

  it('is not built when it is refused', () => {
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
