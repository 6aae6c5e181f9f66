import assert from 'node:assert/strict';
import {
  matcherOf,
  matchesPairs,
  parseLabelSelector,
  selectorText,
} from '../../../../runner/simulator/api/selectors.ts';

describe('selectors', () => {
  const labels = { app: 'kubia', tier: 'web' };
  for (const [text, expected] of [
    ['', true],
    ['app=kubia', true],
    ['app==kubia,tier!=db', true],
    ['app=other', false],
    ['tier in (web, api)', true],
    ['tier notin (web)', false],
    ['app', true],
    ['!app', false],
    ['!legacy,app in (kubia),tier', true],
    ['missing!=x', true],
  ] as const)
    it(`reads ${text || 'nothing'}`, () => assert.equal(parseLabelSelector(text)(labels), expected));

  it('refuses what it cannot read', () => {
    assert.throws(() => parseLabelSelector('app in'), { code: 400 });
  });

  it('an empty map of pairs matches nothing, an empty selector everything, no selector nothing', () => {
    assert.equal(matchesPairs({}, labels), false);
    assert.equal(matchesPairs({ app: 'kubia' }, labels), true);
    assert.equal(matcherOf({})(labels), true);
    assert.equal(matcherOf(undefined)(labels), false);
    assert.equal(matcherOf({ matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }] })(labels), true);
  });

  it('writes a selector as text', () => {
    const selector = {
      matchLabels: { app: 'web' },
      matchExpressions: [{ key: 't', operator: 'In', values: ['b', 'a'] }],
    };
    assert.equal(selectorText(selector), 'app=web,t in (a,b)');
  });
});
