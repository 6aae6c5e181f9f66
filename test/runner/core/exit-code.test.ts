import assert from 'node:assert/strict';
import { exitCodeOf } from '../../../runner/core/exit-code.ts';
import type { ReasonCode } from '../../../runner/core/reason.ts';
import {
  type Outcome,
  type RunRecord,
  type ScenarioRecord,
  type Trouble,
  worstOutcome,
} from '../../../runner/core/result.ts';
import { stepResult } from '../../support/sample-run.ts';

type Brief = Outcome | [Outcome, ReasonCode];

const scenario = (steps: Brief[], troubles: Trouble[] = []): ScenarioRecord => {
  const all = steps.map((each) => (typeof each === 'string' ? ([each, undefined] as const) : each));
  return {
    planned: { id: 'one', title: 'One', file: 'one.yaml', tags: [], steps: [] },
    outcome: worstOutcome([...all.map(([outcome]) => outcome), ...troubles.map(({ outcome }) => outcome)]),
    durationMs: 1,
    troubles,
    steps: all.map(([outcome, code], index) => ({
      planned: { id: `${index}`, kind: 'curl', title: 'curl', file: 'one.yaml', line: 1 },
      result: stepResult(outcome, code ? { reason: { code, message: code } } : {}),
    })),
  };
};

const run = (scenarios: ScenarioRecord[], more: Partial<RunRecord> = {}): RunRecord => ({
  version: 1,
  runId: 'r',
  tool: 'plumbline',
  startedAt: '2026-03-01T09:30:00.000Z',
  seed: 1,
  provider: 'embedded',
  boot: [],
  scenarios,
  troubles: [],
  complete: true,
  durationMs: 1,
  ...more,
});

const trouble = (outcome: 'failed' | 'error', phase: Trouble['phase'] = 'setup'): Trouble => ({
  phase,
  outcome,
  diagnostic: { code: 'setup-failed', message: 'no' },
});

const codeOf = (...steps: Brief[]): number => exitCodeOf(run([scenario(steps)]));

describe('exitCodeOf', () => {
  it('0: all passed', () => assert.equal(codeOf('passed', 'passed'), 0));
  it('1: an expectation failed', () => assert.equal(codeOf('passed', 'failed'), 1));
  it('3: an error wins over a failure', () => assert.equal(codeOf('failed', 'error'), 3));
  it('4: nothing was selected', () => assert.equal(exitCodeOf(run([])), 4));
  it('4: every step has an unmet need', () => assert.equal(codeOf(['skipped', 'needs-unmet']), 4));
  it('an unmet need is not a failure', () => assert.equal(codeOf('passed', ['skipped', 'needs-unmet']), 0));

  it('a blocked step counts by its cause', () => {
    assert.equal(codeOf('failed', ['skipped', 'blocked']), 1);
    assert.equal(codeOf('error', ['skipped', 'blocked']), 3);
    assert.equal(codeOf('passed', ['skipped', 'needs-unmet'], ['skipped', 'blocked']), 0);
    assert.equal(codeOf('passed', ['skipped', 'blocked']), 3, 'a cause that nobody knows');
  });

  it('a set-up or clean-up counts by its outcome', () => {
    const skipped: Brief = ['skipped', 'setup-failed'];
    assert.equal(exitCodeOf(run([scenario([skipped], [trouble('failed')])])), 1);
    assert.equal(exitCodeOf(run([scenario([skipped], [trouble('error')])])), 3);
    assert.equal(exitCodeOf(run([scenario(['passed'], [trouble('error', 'cleanup')])])), 3);
    assert.equal(exitCodeOf(run([scenario(['passed'])], { troubles: [trouble('error', 'report')] })), 3);
  });

  it('an early stop follows the failure that caused it', () => {
    assert.equal(codeOf('failed', ['not-run', 'fail-fast']), 1);
    assert.equal(codeOf('error', ['not-run', 'fail-fast']), 3);
    assert.equal(codeOf('passed', ['not-run', 'fail-fast']), 1, 'never green');
    assert.equal(codeOf('passed', ['not-run', 'never-ran']), 3);
  });

  it("a lost result shows in the scenario's own outcome", () => {
    assert.equal(exitCodeOf(run([{ ...scenario(['passed']), outcome: 'failed' }])), 1);
    assert.equal(exitCodeOf(run([{ ...scenario(['passed']), outcome: 'error' }])), 3);
  });

  it('signals: 128 and their number, never 0', () => {
    for (const [interrupted, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
      ['SIGWHAT', 3],
    ] as const)
      assert.equal(exitCodeOf(run([scenario(['passed'])], { interrupted })), code);
  });

  it('a run that did not end is never 0', () =>
    assert.equal(exitCodeOf(run([scenario(['passed'])], { complete: false })), 3));
});
