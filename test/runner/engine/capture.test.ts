import assert from 'node:assert/strict';
import type { JsonValue } from '../../../runner/core/json.ts';
import type { StepResult } from '../../../runner/core/result.ts';
import { captureValues } from '../../../runner/engine/capture.ts';
import { passed } from '../../../runner/steps/finding.ts';
import { boundStep, holds, testKind } from '../../support/steps.ts';

const observation = { requests: 12, pods: [{ name: 'kubia-1' }] };
const result: StepResult = { ...passed({ ...holds, observation }), attempts: 1, durationMs: 3 };
const step = (capture: Record<string, string>) =>
  boundStep(
    testKind(async () => passed(holds)),
    { capture },
  );

describe('capture', () => {
  it('keeps values of any type and depth', () => {
    const captures: Record<string, JsonValue> = {};
    const kept = captureValues(step({ count: 'requests', first: 'pods.0.name' }), result, captures);
    assert.equal(kept.outcome, 'passed');
    assert.deepEqual(captures, { count: 12, first: 'kubia-1' });
  });

  it('turns a missing value into an error that lists the observed ones', () => {
    const kept = captureValues(step({ first: 'pods.1.name' }), result, {});
    assert.deepEqual([kept.outcome, kept.reason?.code], ['error', 'reference-unresolved']);
    assert.match(kept.reason?.message ?? '', /requests, pods/);
  });

  it('does not read inherited properties', () => {
    assert.equal(captureValues(step({ it: 'constructor' }), result, {}).outcome, 'error');
  });
});
