import assert from 'node:assert/strict';
import { scopeRulesOf } from '../../../../../runner/simulator/api/limits/scopes.ts';

describe('scopes of a quota', () => {
  it('come from the list and from the selector', () => {
    assert.deepEqual(scopeRulesOf({}), []);
    const scopeSelector = { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] };
    assert.deepEqual(scopeRulesOf({ scopes: ['BestEffort'], scopeSelector }), [
      { scopeName: 'BestEffort', operator: 'Exists', values: [] },
      { scopeName: 'PriorityClass', operator: 'In', values: ['high'] },
    ]);
  });
});
