import assert from 'node:assert/strict';
import { ApiError } from '../../../runner/cluster/api-error.ts';
import { findingOf } from '../../../runner/engine/verdict.ts';
import { Unmet } from '../../../runner/steps/finding.ts';

describe('verdict', () => {
  it('keeps reason, hint and evidence of the error of a look', () => {
    const evidence = [{ title: 'pods', text: 'none' }];
    const finding = findingOf(
      new Unmet('no-endpoints', 'no pod matches', 'Look at the labels.', evidence),
      'it answers',
    );
    assert.deepEqual(finding, {
      outcome: 'failed',
      expected: 'it answers',
      actual: 'no pod matches',
      evidence,
      observation: {},
      reason: { code: 'no-endpoints', message: 'no pod matches', hint: 'Look at the labels.' },
    });
  });

  it("quotes the API server's message", () => {
    const { outcome, reason } = findingOf(new ApiError(422, 'Invalid', 'spec.ports: Required value'), 'x');
    assert.equal(outcome, 'failed');
    assert.match(reason?.message ?? '', /spec\.ports: Required value/);
  });

  it('shows the stack of an unforeseen error, also if it is not an Error', () => {
    const { outcome, evidence } = findingOf('a text', 'x');
    assert.equal(outcome, 'error');
    assert.match(evidence[0]?.text ?? '', /a text/);
  });
});
