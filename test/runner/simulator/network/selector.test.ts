import assert from 'node:assert/strict';
import { selects } from '../../../../runner/simulator/network/selector.ts';

const one = (operator: string, ...values: string[]) => ({ matchExpressions: [{ key: 'app', operator, values }] });

describe('a label selector', () => {
  for (const [title, selector, labels, expected] of [
    ['empty', {}, {}, true],
    ['matchLabels', { matchLabels: { app: 'a' } }, { app: 'a', b: 'c' }, true],
    ['matchLabels, another value', { matchLabels: { app: 'a' } }, { app: 'b' }, false],
    ['In', one('In', 'a', 'b'), { app: 'b' }, true],
    ['In, no label', one('In', 'a'), {}, false],
    ['NotIn, no label', one('NotIn', 'a'), {}, true],
    ['NotIn', one('NotIn', 'a'), { app: 'a' }, false],
    ['Exists', one('Exists'), { app: '' }, true],
    ['DoesNotExist', one('DoesNotExist'), { app: '' }, false],
    ['an operator that nobody knows', one('Like', 'a'), { app: 'a' }, false],
    ['both must fit', { matchLabels: { app: 'a' }, ...one('NotIn', 'a') }, { app: 'a' }, false],
  ] as const)
    it(title, () => assert.equal(selects(selector as never, labels as never), expected));
});
