import assert from 'node:assert/strict';
import { countsAs, pointsOf, seconds, stepCase } from '../../../reporters/junit/case.ts';
import { outcomes } from '../../../runner/core/result.ts';
import { stepResult } from '../../support/sample-run.ts';

const planned = { id: 'curl', kind: 'curl', title: 'curl', file: 'a.yaml', line: 3, points: 3 };

describe('case', () => {
  it('has a verdict unless the step passed', () => {
    const verdicts = outcomes.map((outcome) => {
      const { children } = stepCase(
        { planned, result: stepResult(outcome) },
        { name: 'a', className: 'b', extended: false },
      );
      return (children as { name: string }[]).map(({ name }) => name).join();
    });
    assert.deepEqual(verdicts, ['', 'failure', 'error', 'skipped', 'error']);
    assert.deepEqual(outcomes.map(countsAs), ['passed', 'failure', 'error', 'skipped', 'error']);
  });

  it('has a share of the points for a part, none for a failure, and no points for an error', () => {
    assert.deepEqual(pointsOf({ planned, result: stepResult('passed') }), { points: 3, max_points: 3 });
    assert.deepEqual(pointsOf({ planned, result: stepResult('failed') }), { points: 0, max_points: 3 });
    assert.deepEqual(pointsOf({ planned, result: stepResult('failed', { fraction: 1 / 3 }) }), {
      points: 1,
      max_points: 3,
    });
    assert.deepEqual(pointsOf({ planned, result: stepResult('error') }), { max_points: 3 });
  });

  it('has times with three decimals, whatever the record contains', () => {
    assert.equal(seconds(1_234.5678), '1.235');
    assert.equal(seconds(Number.NaN), '0.000');
    assert.equal(seconds(-5), '0.000');
    assert.match(seconds(1e300), /^[0-9]+\.000$/);
  });

  it('limits the body and the evidence', () => {
    const evidence = [{ title: 'stdout', text: 'x'.repeat(1_000_000) }];
    const result = stepResult('failed', {
      reason: { code: 'refused', message: 'm'.repeat(10_000) },
      actual: 'y'.repeat(100_000),
      evidence,
    });
    assert.ok(
      JSON.stringify(stepCase({ planned, result }, { name: 'a', className: 'b', extended: true })).length < 90_000,
    );
  });
});
