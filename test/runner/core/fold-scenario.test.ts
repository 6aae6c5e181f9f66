import assert from 'node:assert/strict';
import { foldScenario, startNotes } from '../../../runner/core/fold-scenario.ts';
import { stepResult } from '../../support/sample-run.ts';

const at = '2026-03-01T09:30:00.000Z';
const later = '2026-03-01T09:30:02.500Z';

describe('foldScenario', () => {
  it('keeps steps that occur only in the events, with their titles', () => {
    const notes = startNotes('a');
    notes.started.set('curl', { type: 'step:start', at, scenario: 'a', step: 'curl', title: 'curl the Service' });
    notes.results.set('ping', stepResult('failed'));
    const { steps } = foldScenario(notes, { interrupted: undefined, lastAt: at });
    assert.deepEqual(
      steps.map(({ planned: { id, title }, result }) => [id, title, result.outcome]),
      [
        ['curl', 'curl the Service', 'error'],
        ['ping', 'ping', 'failed'],
      ],
    );
  });

  it('shows the last progress and the duration of a step that did not end', () => {
    const notes = startNotes('a');
    notes.started.set('curl', { type: 'step:start', at, scenario: 'a', step: 'curl', title: 'curl' });
    notes.progress.set('curl', {
      type: 'step:progress',
      at,
      scenario: 'a',
      step: 'curl',
      attempt: 4,
      message: 'refused',
    });
    const result = foldScenario(notes, { interrupted: undefined, lastAt: later }).steps[0]?.result;
    assert.equal(result?.actual, 'not observed; last seen: refused');
    assert.equal(result?.attempts, 4);
    assert.equal(result?.durationMs, 2_500);
  });

  it("takes the worst of the steps, the troubles and the scenario's own end", () => {
    const notes = startNotes('a');
    notes.results.set('ping', stepResult('passed'));
    notes.end = { type: 'scenario:end', at, scenario: 'a', outcome: 'failed', durationMs: 5 };
    assert.equal(foldScenario(notes, { interrupted: undefined, lastAt: at }).outcome, 'failed');
    notes.troubles.set('', { phase: 'cleanup', outcome: 'error', diagnostic: { code: 'cleanup-failed', message: '' } });
    assert.equal(foldScenario(notes, { interrupted: undefined, lastAt: at }).outcome, 'error');
  });
});
