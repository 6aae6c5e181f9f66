import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  hasPairs,
  type LabelSelector,
  type Labels,
  labelsText,
  matcherOf,
  meets,
  selectorText,
  selects,
  selectsPairs,
} from '../../../runner/core/labels.ts';

const key = fc.constantFrom('app', 'tier', 'toString', '__proto__');
const value = fc.constantFrom('', 'a', 'b', '7', '12');
const labels = fc.dictionary(key, value, { noNullPrototype: true });
const expression = fc.record({
  key,
  operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
  values: fc.array(value),
});

type Expression = { key: string; operator: string; values: string[] };

/** The model: labels are a list of pairs, and each operator is a question about the list. */
const fits = (pairs: [string, string][], { key: name, operator, values }: Expression): boolean => {
  const isThere = pairs.some(([each]) => each === name);
  const isAmong = pairs.some(([each, text]) => each === name && values.includes(text));
  const answers = { In: isAmong, NotIn: !isAmong, Exists: isThere, DoesNotExist: !isThere };
  return answers[operator as keyof typeof answers];
};
const hasAll = (pairs: [string, string][], wanted: Labels): boolean =>
  Object.entries(wanted).every(([name, text]) => pairs.some(([each, own]) => each === name && own === text));

describe('label selectors', () => {
  it('select the same labels as the model', () =>
    fc.assert(
      fc.property(labels, labels, fc.array(expression, { maxLength: 3 }), (own, matchLabels, matchExpressions) => {
        const pairs = Object.entries(own);
        const expected = hasAll(pairs, matchLabels) && matchExpressions.every((each) => fits(pairs, each));
        assert.equal(selects({ matchLabels, matchExpressions }, own), expected);
        assert.equal(matcherOf({ matchLabels, matchExpressions })(own), expected);
        assert.equal(hasPairs(matchLabels, own), hasAll(pairs, matchLabels));
        assert.equal(selectsPairs(matchLabels, own), Object.keys(matchLabels).length > 0 && hasAll(pairs, matchLabels));
      }),
    ));

  it('select everything if they are empty, nothing if they are missing; the selector of a Service selects nothing in both cases', () => {
    const own = { app: 'kubia' };
    assert.deepEqual([selects({}, own), selects({}, undefined), selects(undefined, own)], [true, true, false]);
    assert.deepEqual([selectsPairs({}, own), selectsPairs(undefined, own)], [false, false]);
    assert.deepEqual(
      [hasPairs({}, own), hasPairs(undefined, undefined), hasPairs(own, undefined)],
      [true, true, false],
    );
  });

  const one = (operator: string, ...values: string[]): LabelSelector => ({
    matchExpressions: [{ key: 'app', operator, values }],
  });
  for (const [title, selector, own, expected] of [
    ['matchLabels', { matchLabels: { app: 'a' } }, { app: 'a', b: 'c' }, true],
    ['matchLabels, another value', { matchLabels: { app: 'a' } }, { app: 'b' }, false],
    ['In', one('In', 'a', 'b'), { app: 'b' }, true],
    ['In, no label', one('In', 'a'), {}, false],
    ['NotIn, no label', one('NotIn', 'a'), {}, true],
    ['NotIn', one('NotIn', 'a'), { app: 'a' }, false],
    ['Exists', one('Exists'), { app: '' }, true],
    ['DoesNotExist', one('DoesNotExist'), { app: '' }, false],
    ['an operator that does not exist', one('Like', 'a'), { app: 'a' }, false],
    ['both must fit', { matchLabels: { app: 'a' }, ...one('NotIn', 'a') }, { app: 'a' }, false],
  ] as [string, LabelSelector, Labels, boolean][])
    it(title, () => assert.equal(selects(selector, own), expected));

  it('compare numbers', () => {
    const above = { key: 'cores', operator: 'Gt', values: ['8'] };
    assert.deepEqual(
      ['9', '8', '-9', 'many'].map((cores) => meets(above, { cores })),
      [true, false, false, false],
    );
    const below = { key: 'cores', operator: 'Lt', values: ['8'] };
    assert.deepEqual(
      ['9', '8', '-9', 'many'].map((cores) => meets(below, { cores })),
      [false, false, true, false],
    );
    assert.deepEqual([meets(above, {}), meets(below, undefined)], [false, false]);
  });

  it('have a text', () => {
    assert.equal(labelsText({ app: 'kubia', tier: 'web' }), 'app=kubia,tier=web');
    const matchExpressions = [
      { key: 'tier', operator: 'In', values: ['web', 'db'] },
      { key: 'env', operator: 'NotIn', values: ['dev'] },
      { key: 'app', operator: 'Exists' },
      { key: 'canary', operator: 'DoesNotExist' },
    ];
    assert.equal(
      selectorText({ matchLabels: { a: 'b' }, matchExpressions }),
      'a=b,tier in (db,web),env notin (dev),app,!canary',
    );
    assert.deepEqual([selectorText({}), selectorText(undefined), selectorText({ matchLabels: {} })], ['', '', '']);
  });
});
