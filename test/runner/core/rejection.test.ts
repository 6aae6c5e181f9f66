import assert from 'node:assert/strict';
import { Unmet, Unobservable } from '../../../runner/core/rejection.ts';

describe('rejection', () => {
  for (const Rejection of [Unmet, Unobservable]) {
    it(`${Rejection.name} carries its reason as data`, () => {
      const evidence = [{ title: 'pods', text: 'none' }];
      const rejection = new Rejection('pods-gone', 'no pod', 'Look at the labels.', evidence);
      assert.deepEqual(rejection.reason, { code: 'pods-gone', message: 'no pod', hint: 'Look at the labels.' });
      assert.deepEqual([rejection.message, rejection.name, rejection.evidence], ['no pod', Rejection.name, evidence]);
    });
  }

  it('has a class for each kind of fault, and no hint if none is given', () => {
    assert.equal(new Unmet('pods-gone', 'x') instanceof Unobservable, false);
    assert.equal('hint' in new Unobservable('tool-missing', 'x').reason, false);
  });
});
