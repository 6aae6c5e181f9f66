import assert from 'node:assert/strict';
import { failed, passed, unknown } from '../../../runner/steps/finding.ts';

const seen = { expected: 'it answers', actual: 'it answers' };

describe('finding', () => {
  it('has one shape for every outcome', () => {
    const all = [passed(seen), failed('refused', 'no', seen), unknown('tool-missing', 'no curl', seen)];
    assert.deepEqual(
      all.map(({ outcome }) => outcome),
      ['passed', 'failed', 'error'],
    );
    for (const finding of all) assert.deepEqual([finding.evidence, finding.observation], [[], {}]);
  });

  it('has a reason unless it passed', () => {
    assert.equal(passed(seen).reason, undefined);
    assert.deepEqual(failed('refused', 'no', seen, 'Look.').reason, { code: 'refused', message: 'no', hint: 'Look.' });
  });

  it('leaves out undefined properties', () => {
    const finding = passed({ ...seen, reproduce: undefined });
    assert.equal('reproduce' in finding || 'fraction' in finding || 'reason' in finding, false);
  });
});
