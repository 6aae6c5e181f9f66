import assert from 'node:assert/strict';
import type { Outcome, ScenarioRecord, Trouble } from '../../../runner/core/result.ts';
import type { Mutant } from '../../../runner/selftest/mutant.ts';
import { judge } from '../../../runner/selftest/verdict.ts';

const mutant = { id: 'web: port Service/web' } as Mutant;

const record = (outcome: Outcome, steps: Outcome[], trouble?: Trouble['outcome']): ScenarioRecord => ({
  planned: { id: 'web', title: '', file: '', tags: [], steps: [] },
  outcome,
  durationMs: 1,
  steps: steps.map((each, index) => ({
    planned: { id: `step-${index}`, kind: 'curl', title: '', file: '', line: 1 },
    result: {
      outcome: each,
      ...(each === 'passed' ? {} : { reason: { code: 'refused', message: 'no' } as const }),
      expected: '',
      actual: '',
      evidence: [],
      observation: {},
      attempts: 1,
      durationMs: 1,
    },
  })),
  troubles: trouble ? [{ phase: 'setup', outcome: trouble, diagnostic: { code: 'setup-failed', message: 'no' } }] : [],
});

describe('the verdict on a mutant', () => {
  for (const [title, given, fate] of [
    ['a failed step kills the mutant', record('failed', ['passed', 'failed', 'skipped']), 'killed'],
    ['a failed step kills the mutant even if another step is in error', record('error', ['error', 'failed']), 'killed'],
    ['an error without a failed step is unknown', record('error', ['passed', 'error']), 'unknown'],
    ['a mutant whose steps all pass survives', record('passed', ['passed']), 'survived'],
    ['a manifest that set-up cannot apply is refused', record('failed', ['skipped'], 'failed'), 'refused'],
    ['an error in set-up is unknown', record('error', ['skipped'], 'error'), 'unknown'],
    ['an error in clean-up after passed steps is unknown', record('error', ['passed'], 'error'), 'unknown'],
    ['a skipped scenario is unknown', record('skipped', ['skipped']), 'unknown'],
  ] as const)
    it(title, () => assert.equal(judge(mutant, given).fate, fate));

  it('names the failed steps with their reasons, not the steps that they block', () =>
    assert.deepEqual(judge(mutant, record('failed', ['passed', 'failed', 'skipped'])).red, [
      { step: 'step-1', outcome: 'failed', reason: { code: 'refused', message: 'no' } },
    ]));
});
